using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SkRouter.Access;
using SkRouter.Ledger.Sqlite.Storage;

namespace SkRouter.Ledger.Sqlite.Access;

/// <summary>Keeps keys in the ledger's file. Several processes may look up, make and revoke keys of one file.</summary>
internal sealed class SqliteApiKeyStore(
    string path,
    TimeSpan busy,
    Func<string, string?> environment
) : IApiKeyStore
{
    private const int UniqueViolation = 19;

    private const string OldColumns =
        "id, hash, name, prefix, created_ms, expires_ms, revoked_ms, targets, tenant, requests_per_minute, tokens_per_minute, max_parallel, cache_seconds, ";

    private const string Columns = OldColumns + "owner_group, is_operator";

    /// <summary>For a file that an older version wrote and that is only read.</summary>
    private const string ColumnsOfBefore = OldColumns + "NULL, 0";

    public void Add(ApiKey key, string secret)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(secret);
        using var connection = OpenToWrite();
        using var command = connection.CreateCommand();
        command.CommandText =
            $"INSERT INTO api_keys ({Columns}) VALUES ($id, $hash, $name, $prefix, $created, $expires, $revoked, $targets, $tenant, $rpm, $tpm, $parallel, $cache, $group, $operator)";
        Set("$id", key.Id);
        Set("$hash", ApiKeySecret.Hash(secret, KeyPepper.FindOrMake(path, environment)));
        Set("$name", key.Name);
        Set("$prefix", key.Prefix);
        Set("$created", key.CreatedAt.ToUnixTimeMilliseconds());
        Set("$expires", key.ExpiresAt?.ToUnixTimeMilliseconds());
        Set("$revoked", key.RevokedAt?.ToUnixTimeMilliseconds());
        Set("$targets", key.Targets is { } targets ? JsonSerializer.Serialize(targets) : null);
        Set("$tenant", key.Tenant);
        Set("$rpm", key.RequestsPerMinute);
        Set("$tpm", key.TokensPerMinute);
        Set("$parallel", key.MaxParallel);
        Set("$cache", key.CacheFor is { } time ? (long)time.TotalSeconds : null);
        Set("$group", key.Group);
        Set("$operator", key.IsOperator ? 1 : 0);
        try
        {
            command.ExecuteNonQuery();
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == UniqueViolation)
        {
            throw new ArgumentException(
                $"There is a key '{key.Id}' already.",
                nameof(key),
                exception
            );
        }

        void Set(string name, object? value) =>
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
    }

    public IReadOnlyList<ApiKey> List() =>
        File.Exists(path) ? [.. Read("ORDER BY created_ms, id").Select(row => row.Key)] : [];

    public ApiKey? Find(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (!File.Exists(path) || KeyPepper.Find(path, environment) is not { } pepper)
        {
            return null;
        }

        var hash = ApiKeySecret.Hash(secret, pepper);
        return
            Read("WHERE hash = $hash", ("$hash", hash)) is [var row]
            && CryptographicOperations.FixedTimeEquals(row.Hash, hash)
            ? row.Key
            : null;
    }

    public bool Revoke(string id, DateTimeOffset at)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        using var connection = OpenToWrite();
        using var command = connection.CreateCommand();
        command.CommandText =
            "UPDATE api_keys SET revoked_ms = $at WHERE id = $id AND revoked_ms IS NULL";
        command.Parameters.AddWithValue("$at", at.ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue("$id", id);
        return command.ExecuteNonQuery() == 1;
    }

    private List<(ApiKey Key, byte[] Hash)> Read(
        string condition,
        params ReadOnlySpan<(string Name, object Value)> parameters
    )
    {
        using var connection = LedgerFile.OpenToRead(path, busy);
        if (!LedgerFile.HasTable(connection, "api_keys"))
        {
            // A file of an older version that nobody has written to since.
            return [];
        }

        using var command = connection.CreateCommand();
        var columns = LedgerFile.HasTable(connection, "owners") ? Columns : ColumnsOfBefore;
        command.CommandText = $"SELECT {columns} FROM api_keys {condition}";
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        using var reader = command.ExecuteReader();
        var rows = new List<(ApiKey, byte[])>();
        while (reader.Read())
        {
            rows.Add((KeyOf(reader), (byte[])reader.GetValue(1)));
        }

        return rows;
    }

    private static ApiKey KeyOf(SqliteDataReader row) =>
        new()
        {
            Id = row.GetString(0),
            Name = row.GetString(2),
            Prefix = row.GetString(3),
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
            ExpiresAt = Number(row, 5) is { } expires
                ? DateTimeOffset.FromUnixTimeMilliseconds(expires)
                : null,
            RevokedAt = Number(row, 6) is { } revoked
                ? DateTimeOffset.FromUnixTimeMilliseconds(revoked)
                : null,
            Targets = row.IsDBNull(7)
                ? null
                : JsonSerializer.Deserialize<List<string>>(row.GetString(7)),
            Tenant = row.IsDBNull(8) ? null : row.GetString(8),
            RequestsPerMinute = (int?)Number(row, 9),
            TokensPerMinute = Number(row, 10),
            MaxParallel = (int?)Number(row, 11),
            CacheFor = Number(row, 12) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Group = row.IsDBNull(13) ? null : row.GetString(13),
            IsOperator = row.GetInt64(14) != 0,
        };

    private static long? Number(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetInt64(column);

    private SqliteConnection OpenToWrite() => LedgerFile.OpenToWrite(path, Durability.Strict, busy);
}
