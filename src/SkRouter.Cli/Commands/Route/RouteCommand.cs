using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Pipeline;

namespace SkRouter.Cli.Commands.Route;

/// <summary><c>skrouter route</c>: what would be decided for a prompt, and why, without asking any provider.</summary>
internal static class RouteCommand
{
    private static readonly JsonElement NoParameters = JsonElement.Parse(
        """{"type":"object","properties":{}}"""
    );

    public static Command Create()
    {
        var prompt = new Argument<string>("prompt") { Description = "The user's message." };
        var role = new Option<string?>("--role")
        {
            Description = "A role, deployment or model; the default role if left out.",
        };
        var config = new Option<string?>("--config")
        {
            Description =
                "The app's configuration, a JSON file with a section SkRouter; an example if left out.",
        };
        var system = new Option<string?>("--system") { Description = "Instructions." };
        var tools = new Option<int>("--tools") { Description = "How many tools are on offer." };
        tools.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
            {
                result.AddError("--tools is a number of tools, at least 0.");
            }
        });
        var json = new Option<bool>("--json") { Description = "Print JSON and nothing else." };
        var command = new Command(
            "route",
            "Shows which model a prompt would go to, and why. Asks no provider."
        )
        {
            prompt,
            role,
            config,
            system,
            tools,
            json,
        };
        command.SetAction(
            (parsed, _) =>
                CommandOutput.RunAsync(
                    parsed,
                    output =>
                    {
                        using var configured = ConfiguredRouter.Load(parsed.GetValue(config));
                        var preview = configured.Router.Explain(
                            Conversation(parsed.GetValue(system), parsed.GetValue(prompt)!),
                            Options(parsed.GetValue(tools)),
                            parsed.GetValue(role)
                        );
                        Show(
                            output,
                            RouteReport.Of(configured.Source, parsed.GetValue(prompt)!, preview),
                            preview,
                            parsed.GetValue(json)
                        );
                    }
                )
        );
        return command;
    }

    private static List<ChatMessage> Conversation(string? system, string prompt) =>
        system is null
            ? [new(ChatRole.User, prompt)]
            : [new(ChatRole.System, system), new(ChatRole.User, prompt)];

    private static ChatOptions Options(int tools) =>
        new()
        {
            Tools =
            [
                .. Enumerable
                    .Range(1, tools)
                    .Select(i =>
                        AIFunctionFactory.CreateDeclaration(
                            string.Create(CultureInfo.InvariantCulture, $"tool{i}"),
                            "A tool.",
                            NoParameters
                        )
                    ),
            ],
        };

    private static void Show(
        CommandOutput output,
        RouteReport report,
        RoutePreview preview,
        bool asJson
    )
    {
        if (asJson)
        {
            output.Json(report);
        }
        else
        {
            RouteText.Write(output, report);
        }

        if (preview.Error is { } error)
        {
            throw error;
        }
    }
}
