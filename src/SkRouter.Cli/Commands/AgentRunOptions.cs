using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SkRouter.Cli.Evaluation.AgentRuns;

namespace SkRouter.Cli.Commands;

/// <summary>The options of <c>skrouter eval</c> for recorded runs of agents: learn when to give a run up, and write decisions for a replay.</summary>
internal sealed class AgentRunOptions
{
    private const double UsualBudget = 0.75;

    private readonly Option<DirectoryInfo?> _runs = new("--runs")
    {
        Description = "Folder of recorded runs of agents (runs.jsonl, steps.jsonl) to decide for.",
    };

    private readonly Option<DirectoryInfo?> _train = new("--train")
    {
        Description =
            "Folder of recorded runs to learn from; without it, each decision learns from the ones before it, in the order of the runs.",
    };

    private readonly Option<FileInfo?> _decisions = new("--decisions")
    {
        Description = "Where to write the decisions, one JSON object a line.",
    };

    private readonly Option<double> _budget = new("--run-budget")
    {
        Description =
            "Most that the decisions may cost, as a share of what the strongest model costs alone.",
        DefaultValueFactory = _ => UsualBudget,
    };

    private readonly Option<bool> _checked = new("--checked")
    {
        Description =
            "A check at the end tells success from failure: take the recorded outcome as its verdict.",
    };

    internal void AddTo(Command command)
    {
        command.Options.Add(_runs);
        command.Options.Add(_train);
        command.Options.Add(_decisions);
        command.Options.Add(_budget);
        command.Options.Add(_checked);
    }

    internal bool IsAsked(ParseResult parsed) => parsed.GetValue(_runs) is not null;

    /// <summary>Learns, decides, and replays the decisions.</summary>
    /// <exception cref="CommandException">An option is missing or wrong, or a file cannot be read or written.</exception>
    internal void Execute(ParseResult parsed)
    {
        var output =
            parsed.GetValue(_decisions)
            ?? throw new CommandException("--runs writes decisions: give --decisions FILE.");
        var budget = parsed.GetValue(_budget);
        if (budget is not (> 0 and <= 10))
        {
            throw new CommandException("--run-budget must be above 0 and at most 10.");
        }

        var runs = AgentRunFiles.Read(parsed.GetValue(_runs)!);
        var decisions = RunDecisions.Decide(
            runs,
            parsed.GetValue(_train) is { } train ? AgentRunFiles.Read(train) : [],
            budget,
            parsed.GetValue(_checked)
        );
        var text = new StringBuilder();
        foreach (var decision in decisions)
        {
            text.Append(JsonSerializer.Serialize(decision)).Append('\n');
        }

        DataOptions.Write(output, Encoding.UTF8.GetBytes(text.ToString()));
        foreach (var pair in RunReplay.Of(decisions, runs))
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{pair.Pair.Source}: {pair.Pair.Start} -> {pair.Pair.To}: {pair.Tasks} tasks, {pair.RunAgain} run again, success {pair.Success:0.000} at {pair.CostShare:0%} of the stronger model's cost, {pair.Gain:+0.000;-0.000} against a random mix at that cost"
                )
            );
        }
    }
}
