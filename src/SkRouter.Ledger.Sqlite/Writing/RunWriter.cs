using Microsoft.Data.Sqlite;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>The runs, each with its sum.</summary>
internal sealed class RunWriter(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, (long First, long Last, SpendSum Sum)> _runs = new(
        StringComparer.Ordinal
    );
    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);

    // Most runs are new, and for a row that is added nothing need be kept of the pages as they were.
    private readonly Statement _insert = new(
        connection,
        $"""
        INSERT INTO runs (run, started_at, last_at, {SumColumns.Names})
        VALUES ({Statement.Places(3 + SumColumns.Count)})
        ON CONFLICT DO NOTHING
        """
    );

    private readonly Statement _upsert = new(
        connection,
        $"""
        INSERT INTO runs (run, started_at, last_at, {SumColumns.Names})
        VALUES ({Statement.Places(3 + SumColumns.Count)})
        ON CONFLICT (run) DO UPDATE SET
            started_at = min(started_at, excluded.started_at),
            last_at = max(last_at, excluded.last_at),
            {SumColumns.Addition}
        RETURNING id
        """
    );

    public void Add(DecisionRecord record, long startedAt)
    {
        var (first, last, sum) = _runs.TryGetValue(record.Run, out var known)
            ? known
            : (startedAt, startedAt, new());
        sum.Add(record);
        _runs[record.Run] = (Math.Min(first, startedAt), Math.Max(last, startedAt), sum);
    }

    /// <summary>Writes what was added in this batch; the numbers of its runs hold until the next.</summary>
    public void Write()
    {
        _ids.Clear();
        foreach (var (run, (first, last, sum)) in _runs)
        {
            Set(_insert, run, first, last, sum);
            if (_insert.RunForRow() is { } added)
            {
                _ids[run] = added;
                continue;
            }

            Set(_upsert, run, first, last, sum);
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

    private static void Set(Statement statement, string run, long first, long last, SpendSum sum)
    {
        statement.Set(0, run);
        statement.Set(1, first);
        statement.Set(2, last);
        SumColumns.Set(statement, 3, sum);
    }
}
