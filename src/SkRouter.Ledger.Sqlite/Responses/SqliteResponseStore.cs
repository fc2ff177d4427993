using System.Text.Json;
using Microsoft.Data.Sqlite;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Responses;

namespace SkRouter.Ledger.Sqlite.Responses;

/// <summary>Keeps responses in the ledger's file. Several processes may use one file.</summary>
internal sealed class SqliteResponseStore(string path, TimeSpan busy, TimeProvider time)
    : IResponseStore,
        IDisposable
{
    /// <summary>Where no key was needed.</summary>
    private const string Nobody = "";

    /// <summary>Expired responses are deleted this many at a time, so that nobody waits long.</summary>
    private const int Chunk = 50;

    private const string Columns =
        "SELECT id, created_ms, expires_ms, previous_id, input, response FROM responses";

    private const string Visible = "owner = $owner AND expires_ms > $now";

    private readonly WriteGate _gate = new(time);
    private SqliteConnection? _connection;

    public ValueTask SaveAsync(
        StoredResponse response,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(response);
        _gate.Run(() => Save(response));
        return ValueTask.CompletedTask;
    }

    public ValueTask<StoredResponse?> FindAsync(
        string id,
        string? owner,
        CancellationToken cancellationToken = default
    )
    {
        return ValueTask.FromResult(
            _gate.RunAlways(() => Find($"{Columns} WHERE id = $id AND {Visible}", id, owner))
        );
    }

    public ValueTask<StoredResponse?> FindByItemAsync(
        string itemId,
        string? owner,
        CancellationToken cancellationToken = default
    )
    {
        return ValueTask.FromResult(
            _gate.RunAlways(() =>
                Find(
                    $"{Columns} JOIN response_items ON response_id = id WHERE item_id = $id AND {Visible} ORDER BY created_ms DESC LIMIT 1",
                    itemId,
                    owner
                )
            )
        );
    }

    public ValueTask<bool> DeleteAsync(
        string id,
        string? owner,
        CancellationToken cancellationToken = default
    )
    {
        return ValueTask.FromResult(
            _gate.Run(() =>
            {
                using var command = Command(
                    $"DELETE FROM responses WHERE id = $id AND {Visible}; SELECT changes()",
                    id,
                    owner
                );
                return command.ExecuteScalar() is 1L;
            })
        );
    }

    public void Dispose() =>
        _gate.RunAlways(() =>
        {
            _connection?.Dispose();
            _connection = null;
            return true;
        });

    private bool Save(StoredResponse response)
    {
        using var command = Command(
            """
            DELETE FROM responses WHERE id IN (
                SELECT id FROM responses WHERE expires_ms <= $now LIMIT $chunk);
            DELETE FROM responses WHERE id = $id;
            INSERT INTO responses
                VALUES ($id, $owner, $created, $expires, $previous, $input, $response);
            INSERT OR IGNORE INTO response_items
                SELECT value, $id FROM json_each($items);
            """,
            response.Id,
            response.Owner
        );
        command.Parameters.AddWithValue("$chunk", Chunk);
        command.Parameters.AddWithValue("$items", JsonSerializer.Serialize(response.ItemIds));
        command.Parameters.AddWithValue("$created", Milliseconds(response.CreatedAt));
        command.Parameters.AddWithValue("$expires", Milliseconds(response.ExpiresAt));
        command.Parameters.AddWithValue("$previous", (object?)response.PreviousId ?? DBNull.Value);
        command.Parameters.AddWithValue("$input", response.Input.ToArray());
        command.Parameters.AddWithValue("$response", response.Response.ToArray());
        using var transaction = _connection!.BeginTransaction();
        command.Transaction = transaction;
        command.ExecuteNonQuery();
        transaction.Commit();
        return true;
    }

    private StoredResponse? Find(string sql, string id, string? owner)
    {
        using var command = Command(sql, id, owner);
        using var row = command.ExecuteReader();
        return row.Read()
            ? new StoredResponse
            {
                Id = row.GetString(0),
                Owner = owner,
                CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
                ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
                PreviousId = row.IsDBNull(3) ? null : row.GetString(3),
                Input = (byte[])row.GetValue(4),
                Response = (byte[])row.GetValue(5),
            }
            : null;
    }

    private SqliteCommand Command(string sql, string id, string? owner)
    {
        _connection ??= LedgerFile.OpenToWrite(
            path,
            Durability.Default,
            WriteGate.Patience(busy),
            LedgerFile.SmallCache
        );
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$id", id);
        command.Parameters.AddWithValue("$owner", owner ?? Nobody);
        command.Parameters.AddWithValue("$now", Milliseconds(time.GetUtcNow()));
        return command;
    }

    private static long Milliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds();
}
