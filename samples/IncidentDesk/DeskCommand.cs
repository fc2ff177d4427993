using System.CommandLine;
using IncidentDesk.Desk;
using IncidentDesk.Models;

namespace IncidentDesk;

/// <summary>The command line.</summary>
internal sealed class DeskCommand
{
    private readonly Option<string?> _input = new("--input")
    {
        Description =
            "The incident's folder: *.log files, documents, source. Default: the sample's own.",
    };
    private readonly Option<string?> _output = new("--output")
    {
        Description =
            "Where the patched files, the patch, the evidence and the report go. Default: artifacts/incident-desk/<run>.",
    };
    private readonly Option<string?> _agents = new("--agents")
    {
        Description = "The folder of role and team files. Default: the repository's agents folder.",
    };
    private readonly Option<string> _team = new("--team")
    {
        Description =
            "The team of those files that works: incident-desk, incident-handoff, incident-panel, incident-analysts, or one of your own.",
        DefaultValueFactory = _ => DeskTeam.Name,
    };
    private readonly Option<string?> _resume = new("--resume")
    {
        Description =
            "Go on with a run that was stopped or killed, by its id and with the team it had: nothing is written twice, and desks of incident-desk that were done are not asked again.",
    };
    private readonly Option<decimal> _budget = new("--budget")
    {
        Description = "What the run may cost at most, in USD.",
        DefaultValueFactory = _ => DeskOptions.DefaultBudgetUsd,
    };
    private readonly Option<bool> _simulate = new("--simulate")
    {
        Description = "Play the models with the simulator, even if a key is set.",
    };
    private readonly Option<string?> _script = new("--script")
    {
        Description = "What the simulator plays. Default: the sample's own simulator.json.",
    };
    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print the result as one JSON object on the last line.",
    };
    private readonly Option<bool> _providers = new("--providers")
    {
        Description = "List the providers and which of them can be used here, and stop.",
    };

    private readonly DeskEnvironment _environment;

    private DeskCommand(DeskEnvironment environment) => _environment = environment;

    public static RootCommand Create(TextWriter output, DeskEnvironment? environment = null) =>
        new DeskCommand(environment ?? DeskEnvironment.OfThisProcess).Build(output);

    private RootCommand Build(TextWriter output)
    {
        var command = new RootCommand(
            "An on-call team of agents works through an incident in a small web shop. Without the key of any provider (--providers lists them) or a local Ollama its models are simulated."
        )
        {
            _input,
            _output,
            _agents,
            _team,
            _resume,
            _budget,
            _simulate,
            _script,
            _json,
            _providers,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, output, cancellation));
        return command;
    }

    private async Task<int> RunAsync(
        ParseResult parsed,
        TextWriter output,
        CancellationToken cancellation
    )
    {
        var providers = Shipped("providers.json");
        if (parsed.GetValue(_providers))
        {
            await new ProviderReport(ProviderList.Load(providers), _environment, output).WriteAsync(
                cancellation
            );
            return 0;
        }

        var options = new DeskOptions
        {
            Input = parsed.GetValue(_input) ?? Shipped("incident"),
            Output = parsed.GetValue(_output),
            Agents = parsed.GetValue(_agents) ?? Shipped("agents"),
            Team = parsed.GetValue(_team)!,
            Resume = parsed.GetValue(_resume),
            BudgetUsd = parsed.GetValue(_budget),
            Simulate = parsed.GetValue(_simulate),
            Json = parsed.GetValue(_json),
        };
        var app = new DeskApp(
            output,
            TimeProvider.System,
            new(providers, parsed.GetValue(_script) ?? Shipped("simulator.json")),
            _environment
        );
        return await app.RunAsync(options, cancellation);
    }

    private static string Shipped(string name) => Path.Combine(AppContext.BaseDirectory, name);
}
