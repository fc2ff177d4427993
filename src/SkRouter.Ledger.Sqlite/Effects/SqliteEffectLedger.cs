using Microsoft.Data.Sqlite;
using SkRouter.Effects;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Resilience;

namespace SkRouter.Ledger.Sqlite.Effects;

/// <summary>Records effects in a SQLite file of their own. What was acknowledged is on the disk.</summary>
public sealed class SqliteEffectLedger : IEffectLedger, IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA busy_timeout = 10000;
        CREATE TABLE IF NOT EXISTS effects (
            key TEXT PRIMARY KEY,
            tool TEXT NOT NULL,
            state INTEGER NOT NULL,
            result TEXT
        ) WITHOUT ROWID;
        """;

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;

    /// <summary>Opens the file, which is made if it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RouterException">It cannot be opened, with <see cref="RouterErrorCode.Ledger"/>.</exception>
    public SqliteEffectLedger(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _connection = new(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString()
        );
        try
        {
            OwnerOnly.Prepare(path);
            _connection.Open();
            using var command = _connection.CreateCommand();
            command.CommandText = Schema;
            command.ExecuteNonQuery();
        }
        catch (SqliteException exception)
        {
            _connection.Dispose();
            throw new RouterException(
                RouterErrorCode.Ledger,
                $"The record of effects '{Path.GetFullPath(path)}' cannot be opened: {exception.Message} Check that its folder exists and that this account may write there.",
                innerException: exception
            );
        }
    }

    /// <inheritdoc/>
    public ValueTask<EffectEntry?> FindAsync(
        string key,
        CancellationToken cancellationToken = default
    )
    {
        lock (_gate)
        {
            using var command = Command(
                "SELECT tool, state, result FROM effects WHERE key = $key",
                key
            );
            using var reader = command.ExecuteReader();
            return ValueTask.FromResult(
                reader.Read()
                    ? new EffectEntry(
                        key,
                        reader.GetString(0),
                        (EffectState)reader.GetInt32(1),
                        reader.IsDBNull(2) ? null : reader.GetString(2)
                    )
                    : null
            );
        }
    }

    /// <inheritdoc/>
    public ValueTask BeginAsync(
        string key,
        string tool,
        CancellationToken cancellationToken = default
    ) => EndAsync(new(key, tool, EffectState.Begun, null), cancellationToken);

    /// <inheritdoc/>
    public ValueTask EndAsync(EffectEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_gate)
        {
            using var command = Command(
                "INSERT OR REPLACE INTO effects VALUES ($key, $tool, $state, $result)",
                entry.Key
            );
            command.Parameters.AddWithValue("$tool", entry.Tool);
            command.Parameters.AddWithValue("$state", (int)entry.State);
            command.Parameters.AddWithValue("$result", (object?)entry.Result ?? DBNull.Value);
            command.ExecuteNonQuery();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _connection.Dispose();
        }
    }

    private SqliteCommand Command(string sql, string key)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$key", key);
        return command;
    }
}
