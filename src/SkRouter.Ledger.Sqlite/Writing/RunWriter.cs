using Microsoft.Data.Sqlite;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>The runs, each with its sum.</summary>
internal sealed class RunWriter(SqliteConnection connection) : IDisposable
{
    private const int FirstSum = 4;

    private readonly Dictionary<string, (long First, long Last, long End, SpendSum Sum)> _runs =
        new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);

    // Most runs are new, and for a row that is added nothing need be kept of the pages as they were.
    private readonly Statement _insert = new(
        connection,
        $"""
        INSERT INTO runs (run, started_at, last_at, ended_at, {SumColumns.Names})
        VALUES ({Statement.Places(FirstSum + SumColumns.Count)})
        ON CONFLICT DO NOTHING
        """
    );

    private readonly Statement _upsert = new(
        connection,
        $"""
        INSERT INTO runs (run, started_at, last_at, ended_at, {SumColumns.Names})
        VALUES ({Statement.Places(FirstSum + SumColumns.Count)})
        ON CONFLICT (run) DO UPDATE SET
            started_at = min(started_at, excluded.started_at),
            last_at = max(last_at, excluded.last_at),
            ended_at = max(coalesce(ended_at, last_at), excluded.ended_at),
            {SumColumns.Addition}
        RETURNING id
        """
    );

    public void Add(DecisionRecord record, long startedAt)
    {
        var endedAt = startedAt + record.Duration.Ticks;
        var (first, last, end, sum) = _runs.TryGetValue(record.Run, out var known)
            ? known
            : (startedAt, startedAt, endedAt, new());
        sum.Add(record);
        _runs[record.Run] = (
            Math.Min(first, startedAt),
            Math.Max(last, startedAt),
            Math.Max(end, endedAt),
            sum
        );
    }

    /// <summary>Writes what was added in this batch; the numbers of its runs hold until the next.</summary>
    public void Write()
    {
        _ids.Clear();
        foreach (var (run, (first, last, end, sum)) in _runs)
        {
            Set(_insert, run, (first, last, end), sum);
            if (_insert.RunForRow() is { } added)
            {
                _ids[run] = added;
                continue;
            }

            Set(_upsert, run, (first, last, end), sum);
            _ids[run] = _upsert.RunForNumber();
        }

        _runs.Clear();
    }

    public long IdOf(string run) => _ids[run];

    public void Clear() => _runs.Clear();

    public void Dispose()
    {
        _insert.Dispose();
        _upsert.Dispose();
    }

    private static void Set(
        Statement statement,
        string run,
        (long First, long Last, long End) times,
        SpendSum sum
    )
    {
        statement.Set(0, run);
        statement.Set(1, times.First);
        statement.Set(2, times.Last);
        statement.Set(3, times.End);
        SumColumns.Set(statement, FirstSum, sum);
    }
}
