using System.CommandLine;
using IncidentDesk.Models;

namespace IncidentDesk;

/// <summary>The command line.</summary>
internal static class DeskCommand
{
    private static string Shipped(string name) => Path.Combine(AppContext.BaseDirectory, name);

    public static RootCommand Create(TextWriter output)
    {
        var input = new Option<string>("--input")
        {
            Description =
                "The incident's folder: *.log files, documents, source. Default: the sample's own.",
            DefaultValueFactory = static _ => Shipped("incident"),
        };
        var outputFolder = new Option<string?>("--output")
        {
            Description =
                "Where the patched files, the patch, the evidence and the report go. Default: artifacts/incident-desk/<run>.",
        };
        var agents = new Option<string>("--agents")
        {
            Description = "The folder of role and team files. Default: the repository's.",
            DefaultValueFactory = static _ => Shipped("agents"),
        };
        var simulate = new Option<bool>("--simulate")
        {
            Description = "Play the models with the simulator, even if a key is set.",
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print the result as one JSON object on the last line.",
        };
        var providers = new Option<bool>("--providers")
        {
            Description = "List the providers and which of them can be used here, and stop.",
        };
        var command = new RootCommand(
            "An on-call team of agents works through an incident in a small web shop. Without OPENAI_API_KEY, ANTHROPIC_API_KEY, DEEPSEEK_API_KEY, OPENROUTER_API_KEY or a local Ollama its models are simulated."
        )
        {
            input,
            outputFolder,
            agents,
            simulate,
            json,
            providers,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                if (parsed.GetValue(providers))
                {
                    await DeskModels.DescribeAsync(
                        ProviderList.Load(Shipped("providers.json")),
                        output,
                        cancellation
                    );
                    return 0;
                }

                var options = new DeskOptions
                {
                    Input = parsed.GetRequiredValue(input),
                    Output = parsed.GetValue(outputFolder),
                    Agents = parsed.GetRequiredValue(agents),
                    Simulate = parsed.GetValue(simulate),
                    Json = parsed.GetValue(json),
                };
                return await new DeskApp(
                    output,
                    TimeProvider.System,
                    Shipped("providers.json"),
                    Shipped("simulator.json")
                ).RunAsync(options, cancellation);
            }
        );
        return command;
    }
}
