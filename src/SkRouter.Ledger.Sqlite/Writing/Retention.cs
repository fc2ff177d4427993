using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SkRouter.Ledger.Sqlite.Storage;

namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>
/// Deletes what is older than the retention, a chunk at a time between batches, so that nobody waits long. Sums by day stay.
/// In the same transaction the file says from when on it is complete.
/// </summary>
internal sealed class Retention(
    SqliteConnection connection,
    int days,
    string path,
    TimeProvider time,
    ILogger logger
)
{
    private const int Chunk = 500;
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    // The newest row stays, so that its number is never given to another.
    private const string Requests = """
        CREATE TEMP TABLE IF NOT EXISTS outdated (id INTEGER PRIMARY KEY);
        DELETE FROM temp.outdated;
        INSERT INTO temp.outdated
            SELECT id FROM requests
            WHERE started_at < $cutoff AND id < (SELECT max(id) FROM requests)
            ORDER BY started_at LIMIT $chunk;
        DELETE FROM attempts WHERE request_id IN (SELECT id FROM temp.outdated);
        DELETE FROM decisions WHERE request_id IN (SELECT id FROM temp.outdated);
        DELETE FROM requests WHERE id IN (SELECT id FROM temp.outdated);
        SELECT count(*) FROM temp.outdated
        """;

    private const string Runs = """
        DELETE FROM runs WHERE id IN (
            SELECT id FROM runs WHERE last_at < $cutoff
                AND NOT EXISTS (SELECT 1 FROM requests WHERE run_id = runs.id)
            LIMIT $chunk);
        SELECT changes()
        """;

    // A run that has no record any more is nobody's. Tenants, agents and tags stay: they name budgets.
    private const string Owners = """
        DELETE FROM owners WHERE (kind, name) IN (
            SELECT kind, name FROM owners
            WHERE kind = 'Run' AND opened_ms < $cutoff_ms
                AND NOT EXISTS (SELECT 1 FROM runs WHERE runs.run = owners.name)
            LIMIT $chunk);
        SELECT changes()
        """;

    private const string Hours = """
        DELETE FROM spend_hours WHERE (dimension, start, value) IN (
            SELECT dimension, start, value FROM spend_hours WHERE start < $cutoff / $hour LIMIT $chunk);
        SELECT changes()
        """;

    private const string Coverage = """
        UPDATE coverage SET
            records_since = max(coalesce(records_since, $cutoff), $cutoff),
            hours_since = max(coalesce(hours_since, $cutoff), $cutoff);
        SELECT changes()
        """;

    private long _due = long.MinValue;

    /// <summary>Deletes one chunk if it is time to; more follow with the next batches until nothing old is left.</summary>
    public void Step()
    {
        var now = LedgerTime.Ticks(time.GetUtcNow());
        if (now < _due)
        {
            return;
        }

        // On a full hour, so that the sums by hour that stay are those of the records that stay.
        var cutoff = LedgerTime.Floor(now - (days * LedgerTime.Day), LedgerTime.Hour);
        try
        {
            if (!DeleteChunk(cutoff))
            {
                _due = now + Between.Ticks;
            }
        }
        catch (SqliteException exception)
        {
            logger.RetentionFailed(path, exception);
            _due = now + Between.Ticks;
        }
    }

    /// <summary>Whether there may be more.</summary>
    private bool DeleteChunk(long cutoff)
    {
        using (var transaction = connection.BeginTransaction(deferred: false))
        {
            var deleted = Execute(Requests, cutoff, transaction);
            if (deleted < Chunk)
            {
                // Only once their requests are gone: a request names its run.
                deleted += Execute(Runs, cutoff, transaction);
                deleted += Execute(Hours, cutoff, transaction);
                deleted += Execute(Owners, cutoff, transaction);
            }

            if (deleted == 0)
            {
                return false;
            }

            Execute(Coverage, cutoff, transaction);
            transaction.Commit();
        }

        LedgerFile.Execute(connection, "PRAGMA incremental_vacuum(200);");
        return true;
    }

    private long Execute(string sql, long cutoff, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.Parameters.AddWithValue("$cutoff", cutoff);
        command.Parameters.AddWithValue(
            "$cutoff_ms",
            LedgerTime.Time(cutoff).ToUnixTimeMilliseconds()
        );
        command.Parameters.AddWithValue("$chunk", Chunk);
        command.Parameters.AddWithValue("$hour", LedgerTime.Hour);
        return (long)command.ExecuteScalar()!;
    }
}
