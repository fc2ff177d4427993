using Microsoft.Data.Sqlite;
using SkRouter.Access;
using SkRouter.Ledger.Sqlite.Storage;

namespace SkRouter.Ledger.Sqlite.Access;

/// <summary>Keeps the admin key's hash and the audit log in the ledger's file.</summary>
internal sealed class SqliteAdminStore(string path, TimeSpan busy) : IAdminStore
{
    public AdminKeyRecord? ReadKey()
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var connection = LedgerFile.OpenToRead(path, busy);
        if (!LedgerFile.HasTable(connection, "admin_key"))
        {
            return null;
        }

        using var command = connection.CreateCommand();
        command.CommandText = "SELECT hash, made_ms FROM admin_key";
        using var row = command.ExecuteReader();
        return row.Read()
            ? new(row.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)))
            : null;
    }

    public bool TryAddKey(AdminKeyRecord key) =>
        Write("INSERT INTO admin_key VALUES (1, $hash, $at) ON CONFLICT DO NOTHING", key) == 1;

    public void ReplaceKey(AdminKeyRecord key) =>
        Write(
            "INSERT INTO admin_key VALUES (1, $hash, $at) ON CONFLICT DO UPDATE SET hash = $hash, made_ms = $at",
            key
        );

    public void Append(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        using var connection = OpenToWrite();
        using var command = connection.CreateCommand();
        command.CommandText =
            "INSERT INTO audit (at_ms, who, action, target, before, after) VALUES ($at, $who, $action, $target, $before, $after)";
        Set("$at", entry.At.ToUnixTimeMilliseconds());
        Set("$who", entry.Who);
        Set("$action", entry.Action);
        Set("$target", entry.Target);
        Set("$before", entry.Before);
        Set("$after", entry.After);
        LedgerFile.ExecuteExplained(command, path);

        void Set(string name, object? value) =>
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
    }

    public IReadOnlyList<AuditEntry> ReadAudit(int count)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var connection = LedgerFile.OpenToRead(path, busy);
        if (!LedgerFile.HasTable(connection, "audit"))
        {
            return [];
        }

        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT at_ms, who, action, target, before, after FROM audit ORDER BY id DESC LIMIT $count";
        command.Parameters.AddWithValue("$count", count);
        using var row = command.ExecuteReader();
        var entries = new List<AuditEntry>();
        while (row.Read())
        {
            entries.Add(
                new(
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)),
                    row.GetString(1),
                    row.GetString(2),
                    row.GetString(3),
                    Text(row, 4),
                    Text(row, 5)
                )
            );
        }

        return entries;
    }

    private int Write(string sql, AdminKeyRecord key)
    {
        ArgumentNullException.ThrowIfNull(key);
        using var connection = OpenToWrite();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$hash", key.Hash);
        command.Parameters.AddWithValue("$at", key.MadeAt.ToUnixTimeMilliseconds());
        return LedgerFile.ExecuteExplained(command, path);
    }

    private static string? Text(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    private SqliteConnection OpenToWrite() => LedgerFile.OpenToWrite(path, Durability.Strict, busy);
}
