using System.Reflection;
using DbUp;
using DbUp.Engine.Output;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;
using SkRouter.Resilience;

namespace SkRouter.Ledger.Sqlite.Storage;

/// <summary>Brings a file to the schema of this version, and refuses what is no ledger or newer.</summary>
internal static class LedgerSchema
{
    private const string Journal = "SchemaVersions";

    // What reports read; later scripts may be missing from a file that is only read.
    private const string First = "0001-ledger.sql";

    private static readonly Assembly Own = typeof(LedgerSchema).Assembly;

    /// <summary>Runs the scripts that are missing, all or none. Several processes may do so at once: one does, the others wait.</summary>
    public static void Upgrade(SqliteConnection connection, string path)
    {
        if (Applied(connection).SetEquals(Own.GetManifestResourceNames()))
        {
            return;
        }

        LedgerFile.Execute(connection, "BEGIN IMMEDIATE;");
        try
        {
            VerifyUnlessEmpty(connection, path);
            using var shared = new SharedConnection(connection);
            var result = DeployChanges
                .To.SqliteDatabase(shared)
                .WithScriptsEmbeddedInAssembly(
                    Own,
                    static name => name.EndsWith(".sql", StringComparison.Ordinal)
                )
                .WithoutTransaction()
                .LogTo(new NoOpUpgradeLog())
                .Build()
                .PerformUpgrade();
            if (!result.Successful)
            {
                throw new RouterException(
                    RouterErrorCode.Ledger,
                    $"The ledger '{Path.GetFullPath(path)}' could not be brought up to date; nothing in it was changed. Script {result.ErrorScript?.Name}: {result.Error.Message}",
                    innerException: result.Error
                );
            }

            LedgerFile.Execute(connection, "COMMIT;");
        }
        catch
        {
            LedgerFile.RollBack(connection);
            throw;
        }
    }

    /// <summary>Throws if the file belongs to something else: before anything in it is touched.</summary>
    public static void VerifyUnlessEmpty(SqliteConnection connection, string path)
    {
        if (TableCount(connection) > 0)
        {
            Verify(connection, path);
        }
    }

    /// <summary>Throws unless the file is a ledger that this version knows.</summary>
    public static void Verify(SqliteConnection connection, string path)
    {
        var applied = Applied(connection);
        if (!applied.Contains(First))
        {
            throw NotALedger(path);
        }

        var known = Own.GetManifestResourceNames();
        if (applied.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } newer)
        {
            throw new RouterException(
                RouterErrorCode.Ledger,
                $"The ledger '{Path.GetFullPath(path)}' was written by a newer version of SkRouter (it has {newer}): update this one."
            );
        }
    }

    public static RouterException NotALedger(string path, Exception? cause = null) =>
        new(
            RouterErrorCode.Ledger,
            $"'{Path.GetFullPath(path)}' is not a SkRouter ledger: name the file that the app's UseSqliteLedger names. Nothing in it was changed.",
            innerException: cause
        );

    private static HashSet<string> Applied(SqliteConnection connection)
    {
        var applied = new HashSet<string>(StringComparer.Ordinal);
        if (!HasJournal(connection))
        {
            return applied;
        }

        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT ScriptName FROM {Journal}";
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            applied.Add(rows.GetString(0));
        }

        return applied;
    }

    private static bool HasJournal(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '{Journal}'";
        return (long)command.ExecuteScalar()! > 0;
    }

    private static long TableCount(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master";
        return (long)command.ExecuteScalar()!;
    }
}
