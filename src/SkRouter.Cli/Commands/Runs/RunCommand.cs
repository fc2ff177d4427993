using System.CommandLine;
using SkRouter.Cli.Commands.Route;
using SkRouter.Ledger.Sqlite;

namespace SkRouter.Cli.Commands.Runs;

/// <summary><c>skrouter run show</c>: what happened in a run, from a ledger file.</summary>
internal sealed class RunCommand
{
    private const string DefaultLedger = "skrouter.db";

    private readonly Argument<string> _run = new("id") { Description = "The run's id." };
    private readonly Option<string> _ledger = new("--ledger")
    {
        Description = "The ledger file",
        DefaultValueFactory = _ => DefaultLedger,
    };
    private readonly Option<bool> _mermaid = new("--mermaid")
    {
        Description = "Write the graph as Mermaid text and nothing else",
    };
    private readonly Option<string?> _svg = new("--svg")
    {
        Description = "Draw the run into this file, as SVG",
    };
    private readonly Option<bool> _json = new("--json")
    {
        Description = "Write JSON and nothing else",
    };

    private RunCommand() { }

    public static Command Create()
    {
        var command = new Command("run", "Look at one run");
        command.Subcommands.Add(new RunCommand().Show());
        return command;
    }

    private Command Show()
    {
        var command = new Command("show", "Show agents, handovers, tools and cost of a run")
        {
            _run,
            _ledger,
            _mermaid,
            _svg,
            _json,
        };
        command.SetAction(
            (parsed, cancellation) =>
                CommandOutput.RunAsync(parsed, output => RunAsync(parsed, output, cancellation))
        );
        return command;
    }

    private async Task RunAsync(
        ParseResult parsed,
        CommandOutput output,
        CancellationToken cancellation
    )
    {
        if (parsed.GetValue(_mermaid) && parsed.GetValue(_json))
        {
            throw new CommandException("Say --mermaid or --json, not both.");
        }

        using var ledger = SqliteSpendReport.Open(parsed.GetValue(_ledger)!);
        var graph = await RunRecords
            .ReadAsync(ledger, parsed.GetValue(_run)!, cancellation)
            .ConfigureAwait(false);
        if (parsed.GetValue(_svg) is { } file)
        {
            await File.WriteAllTextAsync(file, graph.ToSvg(), cancellation).ConfigureAwait(false);
        }

        if (parsed.GetValue(_mermaid))
        {
            output.Line(graph.ToMermaid().TrimEnd());
        }
        else if (parsed.GetValue(_json))
        {
            output.Json(RunReport.Of(graph));
        }
        else
        {
            RunTable.Write(graph, output.Console);
        }
    }
}
