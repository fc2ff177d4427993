using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SkRouter.Ledger.Sqlite.Reading;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Spend;

namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>Sums up by pairs the hours that are over, one at a time between batches, so that nobody waits long; the newest first.</summary>
internal sealed class PairClosing(
    SqliteConnection connection,
    string path,
    TimeProvider time,
    ILogger logger
) : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    // Most of what began in an hour has settled by then.
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(5);

    // An hour that retention has begun to delete can no longer be summed up.
    private const string Next = """
        SELECT start FROM spend_hours h WHERE dimension = 'all' AND start < $before
            AND start * $hour >= coalesce((SELECT records_since FROM coverage), start * $hour)
            AND NOT EXISTS (SELECT 1 FROM pair_hours p WHERE p.start = h.start)
        ORDER BY start DESC LIMIT 1
        """;

    // Where the reader's columns have the names, from the agent's on, and the tags.
    private const int FirstName = 14;
    private const int Tags = 20;

    private static readonly SpendDimension[] Named =
    [
        SpendDimension.Role,
        SpendDimension.Model,
        SpendDimension.Deployment,
        SpendDimension.Provider,
        SpendDimension.Tenant,
    ];

    private readonly PairWriter _pairs = new(connection);
    private readonly NameCache _names = new(connection, "names");
    private readonly NameCache _agents = new(connection, "agents");
    private long _due = long.MinValue;

    /// <summary>Sums one hour up if it is time to.</summary>
    /// <returns>Whether there may be more.</returns>
    public bool Step()
    {
        var now = LedgerTime.Ticks(time.GetUtcNow());
        if (now < _due)
        {
            return false;
        }

        try
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            if (NextHour(now, transaction) is { } hour)
            {
                _pairs.Close(hour, SumsOf(hour, transaction));
                transaction.Commit();
                return true;
            }
        }
        catch (Exception exception) when (exception is SqliteException or JsonException)
        {
            _pairs.Clear();
            logger.PairsFailed(path, exception);
        }

        _due = now + Between.Ticks;
        return false;
    }

    public void Dispose() => _pairs.Dispose();

    private long? NextHour(long now, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = Next;
        command.Parameters.AddWithValue(
            "$before",
            LedgerTime.Floor(now - Settling.Ticks, LedgerTime.Hour) / LedgerTime.Hour
        );
        command.Parameters.AddWithValue("$hour", LedgerTime.Hour);
        return command.ExecuteScalar() as long?;
    }

    private List<(IReadOnlyList<(string, string?)> Values, SpendSum Sum)> SumsOf(
        long hour,
        SqliteTransaction transaction
    )
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            $"SELECT {RowReader.Columns} FROM requests r WHERE r.started_at >= $from AND r.started_at < $to";
        command.Parameters.AddWithValue("$from", hour * LedgerTime.Hour);
        command.Parameters.AddWithValue("$to", (hour + 1) * LedgerTime.Hour);
        var sums =
            new Dictionary<
                (long, long, long, long, long, long, string),
                (IReadOnlyList<(string, string?)> Values, SpendSum Sum)
            >();
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var tags = rows.IsDBNull(Tags) ? "" : rows.GetString(Tags);
            var key = (Id(0), Id(1), Id(2), Id(3), Id(4), Id(5), tags);
            if (!sums.TryGetValue(key, out var sum))
            {
                sums[key] = sum = (ValuesOf(rows, tags), new());
            }

            RowReader.AddTo(sum.Sum, rows);
        }

        return [.. sums.Values];

        long Id(int dimension) =>
            rows.IsDBNull(FirstName + dimension) ? -1 : rows.GetInt64(FirstName + dimension);
    }

    private List<(string, string?)> ValuesOf(SqliteDataReader row, string tags)
    {
        var values = new List<(string, string?)>
        {
            (Dimensions.Name(SpendDimension.Agent), _agents.Of(row, FirstName)),
        };
        for (var i = 0; i < Named.Length; i++)
        {
            values.Add((Dimensions.Name(Named[i]), _names.Of(row, FirstName + 1 + i)));
        }

        if (tags.Length > 0)
        {
            using var json = JsonDocument.Parse(tags);
            foreach (var tag in json.RootElement.EnumerateObject())
            {
                values.Add((Dimensions.TagName(tag.Name), tag.Value.GetString()));
            }
        }

        return values;
    }
}
