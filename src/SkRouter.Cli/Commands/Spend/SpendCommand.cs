using System.CommandLine;
using SkRouter.Cli.Commands.Route;
using SkRouter.Ledger.Sqlite;

namespace SkRouter.Cli.Commands.Spend;

/// <summary><c>skrouter spend</c>: what was spent, from a ledger file.</summary>
internal sealed class SpendCommand
{
    private const string DefaultLedger = "skrouter.db";
    private const int DefaultTop = 20;

    private readonly TimeProvider _time;
    private readonly Option<string> _by = new("--by")
    {
        Description = $"What to tell apart: {string.Join(", ", SpendGrouping.Names)} or tag:KEY",
        DefaultValueFactory = _ => "agent",
    };
    private readonly Option<string?> _since = new("--since")
    {
        Description = "Only what began since then: 12h, 7d, 2w, or a date such as 2026-11-01",
    };
    private readonly Option<string?> _until = new("--until")
    {
        Description = "Only what began before then, said in the same ways",
    };
    private readonly Option<string> _ledger = new("--ledger")
    {
        Description = "The ledger file",
        DefaultValueFactory = _ => DefaultLedger,
    };
    private readonly Option<string?> _zone = new("--zone")
    {
        Description = "Whose days and hours, e.g. Europe/Berlin or UTC; this machine's unless said",
    };
    private readonly Option<int> _top = new("--top")
    {
        Description = "At most this many rows, the dearest ones; days and hours are all shown",
        DefaultValueFactory = _ => DefaultTop,
    };
    private readonly Option<bool> _json = new("--json") { Description = "Write JSON" };
    private readonly Option<bool> _csv = new("--csv") { Description = "Write CSV" };

    private SpendCommand(TimeProvider time) => _time = time;

    public static Command Create(TimeProvider time) => new SpendCommand(time).Build();

    private Command Build()
    {
        var command = new Command("spend", "Show what was spent, from a ledger file")
        {
            _by,
            _since,
            _until,
            _ledger,
            _zone,
            _top,
            _json,
            _csv,
        };
        command.SetAction((parsed, _) => CommandOutput.RunAsync(parsed, o => RunAsync(parsed, o)));
        return command;
    }

    private async Task RunAsync(ParseResult parsed, CommandOutput output)
    {
        var question = Question(parsed);
        using var ledger = SqliteSpendReport.Open(parsed.GetValue(_ledger)!);
        var answer = await SpendAnswer.AskAsync(ledger, question).ConfigureAwait(false);
        if (parsed.GetValue(_json))
        {
            output.Json(answer);
        }
        else if (parsed.GetValue(_csv))
        {
            foreach (var line in SpendCsv.Of(answer))
            {
                output.Line(line);
            }
        }
        else
        {
            SpendTable.Write(answer, output.Console);
        }
    }

    private SpendQuestion Question(ParseResult parsed)
    {
        if (parsed.GetValue(_json) && parsed.GetValue(_csv))
        {
            throw new CommandException("Say --json or --csv, not both.");
        }

        if (parsed.GetValue(_top) < 1)
        {
            throw new CommandException("--top must be at least 1.");
        }

        var zone = Zone(parsed.GetValue(_zone));
        var now = _time.GetUtcNow();
        return new()
        {
            Ledger = parsed.GetValue(_ledger)!,
            By = SpendGrouping.Parse(parsed.GetValue(_by)!),
            Since = SpendMoment.Parse("--since", parsed.GetValue(_since), now, zone),
            Until = SpendMoment.Parse("--until", parsed.GetValue(_until), now, zone),
            Zone = zone,
            Top = parsed.GetValue(_top),
        };
    }

    private TimeZoneInfo Zone(string? id)
    {
        if (id is null)
        {
            return _time.LocalTimeZone;
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
            ? zone
            : throw new CommandException(
                $"--zone names '{id}', but there is no such time zone. Examples: UTC, Europe/Berlin, America/New_York."
            );
    }
}
