using Microsoft.Data.Sqlite;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>
/// The sums by hour and day. A batch is summed up in memory first: its records share agents, models and the hour, so that a few dozen
/// upserts do for hundreds of records.
/// </summary>
internal sealed class SumWriter(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<(string Dimension, string? Value, long Hour), SpendSum> _hours = [];
    private readonly Dictionary<(string Dimension, string? Value, long Day), SpendSum> _days = [];
    private readonly Statement _hour = Upsert(connection, "spend_hours");
    private readonly Statement _day = Upsert(connection, "spend_days");

    public void Add(DecisionRecord record, long startedAt)
    {
        var hour = LedgerTime.Floor(startedAt, LedgerTime.Hour) / LedgerTime.Hour;
        foreach (var (dimension, value) in Dimensions.Of(record))
        {
            At(_hours, (dimension, value, hour)).Add(record);
        }
    }

    public void Write()
    {
        foreach (var ((dimension, value, hour), sum) in _hours)
        {
            var day = LedgerTime.Floor(hour, 24) / 24;
            At(_days, (dimension, value, day)).Add(sum);
            Run(_hour, dimension, value, hour, sum);
        }

        foreach (var ((dimension, value, day), sum) in _days)
        {
            Run(_day, dimension, value, day, sum);
        }

        Clear();
    }

    public void Clear()
    {
        _hours.Clear();
        _days.Clear();
    }

    public void Dispose()
    {
        _hour.Dispose();
        _day.Dispose();
    }

    private static void Run(
        Statement upsert,
        string dimension,
        string? value,
        long start,
        SpendSum sum
    )
    {
        upsert.Set(0, dimension);
        upsert.Set(1, start);
        if (value is null)
        {
            upsert.Set(2, Dimensions.Unknown);
        }
        else
        {
            upsert.Set(2, value);
        }

        SumColumns.Set(upsert, 3, sum);
        upsert.Run();
    }

    private static Statement Upsert(SqliteConnection connection, string table) =>
        new(
            connection,
            $"""
            INSERT INTO {table} (dimension, start, value, {SumColumns.Names})
            VALUES ({Statement.Places(3 + SumColumns.Count)})
            ON CONFLICT (dimension, start, value) DO UPDATE SET {SumColumns.Addition}
            """
        );

    private static SpendSum At(
        Dictionary<(string, string?, long), SpendSum> sums,
        (string, string?, long) key
    )
    {
        if (!sums.TryGetValue(key, out var sum))
        {
            sums[key] = sum = new();
        }

        return sum;
    }
}
