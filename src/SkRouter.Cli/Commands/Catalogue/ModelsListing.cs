using System.CommandLine;
using SkRouter.Cli.Commands.Route;

namespace SkRouter.Cli.Commands.Catalogue;

/// <summary><c>skrouter models</c>: what the router knows of each deployment before any outcome.</summary>
internal static class ModelsListing
{
    public static Command AddTo(Command command)
    {
        var config = new Option<string?>("--config")
        {
            Description =
                "The app's configuration, a JSON file with a section SkRouter; an example if left out.",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON and nothing else." };
        command.Description =
            "Lists the deployments of a configuration with prices and abilities; or updates the catalogue.";
        command.Options.Add(config);
        command.Options.Add(json);
        command.SetAction(
            (parsed, _) =>
                CommandOutput.RunAsync(
                    parsed,
                    output =>
                    {
                        using var configured = ConfiguredRouter.Load(parsed.GetValue(config));
                        CatalogueEntry[] entries =
                        [
                            .. configured.Router.Deployments.Select(CatalogueEntry.Of),
                        ];
                        if (parsed.GetValue(json))
                        {
                            output.Json(
                                new { configuration = configured.Source, deployments = entries }
                            );
                        }
                        else
                        {
                            output.Line($"Configuration: {configured.Source}");
                            output.Console.Write(CatalogueTable.Of(entries));
                        }
                    }
                )
        );
        return command;
    }
}
