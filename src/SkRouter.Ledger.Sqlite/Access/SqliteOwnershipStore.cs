using Microsoft.Data.Sqlite;
using SkRouter.Access;
using SkRouter.Ledger.Sqlite.Storage;

namespace SkRouter.Ledger.Sqlite.Access;

/// <summary>
/// Keeps owners in the ledger's file, so that a name stays its owner's across restarts and in every process of the file. What was read once is known
/// without the file: an owner never changes.
/// </summary>
internal sealed class SqliteOwnershipStore(string path, TimeSpan busy, TimeProvider time)
    : IOwnershipStore,
        IDisposable
{
    private const int MostKnown = 50_000;

    private readonly Lock _knowing = new();
    private readonly WriteGate _gate = new(time);
    private readonly Dictionary<(OwnedName, string), string> _known = [];
    private SqliteConnection? _connection;

    public string Claim(OwnedName kind, string name, string owner)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentException.ThrowIfNullOrEmpty(owner);
        lock (_knowing)
        {
            if (_known.TryGetValue((kind, name), out var known))
            {
                return known;
            }
        }

        // Those who name what is known do not wait for the file.
        var owned = LedgerFile.Explain(() => _gate.Run(() => ClaimInFile(kind, name, owner)), path);
        lock (_knowing)
        {
            if (_known.Count >= MostKnown)
            {
                _known.Clear();
            }

            _known[(kind, name)] = owned;
        }

        return owned;
    }

    public void Dispose() =>
        _gate.RunAlways(() =>
        {
            _connection?.Dispose();
            _connection = null;
            return true;
        });

    private string ClaimInFile(OwnedName kind, string name, string owner)
    {
        _connection ??= LedgerFile.OpenToWrite(
            path,
            Durability.Committed,
            WriteGate.Patience(busy),
            LedgerFile.SmallCache
        );
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT owner FROM owners WHERE kind = $kind AND name = $name";
        command.Parameters.AddWithValue("$kind", kind.ToString());
        command.Parameters.AddWithValue("$name", name);
        if (command.ExecuteScalar() is string known)
        {
            return known;
        }

        // Another process may have claimed it since; then that one has it.
        command.CommandText =
            "INSERT INTO owners VALUES ($kind, $name, $owner, $at) ON CONFLICT DO UPDATE SET owner = owner RETURNING owner";
        command.Parameters.AddWithValue("$owner", owner);
        command.Parameters.AddWithValue("$at", time.GetUtcNow().ToUnixTimeMilliseconds());
        return (string)command.ExecuteScalar()!;
    }
}
