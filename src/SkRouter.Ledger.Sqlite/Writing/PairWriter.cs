using Microsoft.Data.Sqlite;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>
/// The sums by pairs of dimensions. There are many pairs, so that an hour's requests are summed up once it is over, and no call waits for
/// it; what settles later than that is added at once.
/// </summary>
internal sealed class PairWriter(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<
        (string Dimensions, string? Value, string? Second, long Day),
        SpendSum
    > _pairs = [];
    private readonly HashSet<long> _open = [];

    private readonly Statement _upsert = new(
        connection,
        $"""
        INSERT INTO spend_pairs (dimensions, start, value, second, {SumColumns.Names})
        VALUES ({Statement.Places(4 + SumColumns.Count)})
        ON CONFLICT (dimensions, start, value, second) DO UPDATE SET {SumColumns.Addition}
        """
    );

    private readonly Statement _isClosed = new(
        connection,
        "SELECT EXISTS (SELECT 1 FROM pair_hours WHERE start = $0)"
    );

    private readonly Statement _close = new(
        connection,
        "INSERT INTO pair_hours (start) VALUES ($0)"
    );

    /// <summary>Adds what belongs to hours that were summed up before. Within the transaction that writes the records.</summary>
    public void AddLate(IReadOnlyList<PreparedRecord> batch)
    {
        _open.Clear();
        foreach (var prepared in batch)
        {
            var record = prepared.Record;
            var hour = HourOf(record);
            if (_open.Contains(hour))
            {
                continue;
            }

            _isClosed.Set(0, hour);
            if (_isClosed.RunForNumber() == 0)
            {
                _open.Add(hour);
                continue;
            }

            Add(record, hour);
        }

        Write();
    }

    /// <summary>Sums an hour up: all that happened in it, by what its requests have in common.</summary>
    public void Close(
        long hour,
        IEnumerable<(IReadOnlyList<(string Dimension, string? Value)> Values, SpendSum Sum)> sums
    )
    {
        foreach (var (values, sum) in sums)
        {
            foreach (var pair in Dimensions.PairsOf(values))
            {
                At(pair, hour).Add(sum);
            }
        }

        Write();
        _close.Set(0, hour);
        _close.Run();
    }

    public void Clear() => _pairs.Clear();

    public void Dispose()
    {
        _upsert.Dispose();
        _isClosed.Dispose();
        _close.Dispose();
    }

    private void Add(DecisionRecord record, long hour)
    {
        foreach (var pair in Dimensions.PairsOf(record))
        {
            At(pair, hour).Add(record);
        }
    }

    private SpendSum At((string Dimensions, string? Value, string? Second) pair, long hour)
    {
        var day = LedgerTime.Floor(hour, 24) / 24;
        var key = (pair.Dimensions, pair.Value, pair.Second, day);
        if (!_pairs.TryGetValue(key, out var sum))
        {
            _pairs[key] = sum = new();
        }

        return sum;
    }

    private void Write()
    {
        foreach (var ((dimensions, value, second, day), sum) in _pairs)
        {
            _upsert.Set(0, dimensions);
            _upsert.Set(1, day);
            Set(2, value);
            Set(3, second);
            SumColumns.Set(_upsert, 4, sum);
            _upsert.Run();
        }

        Clear();
    }

    private void Set(int parameter, string? value)
    {
        if (value is null)
        {
            _upsert.Set(parameter, Dimensions.Unknown);
        }
        else
        {
            _upsert.Set(parameter, value);
        }
    }

    private static long HourOf(DecisionRecord record) =>
        LedgerTime.Floor(LedgerTime.Ticks(record.StartedAt), LedgerTime.Hour) / LedgerTime.Hour;
}
