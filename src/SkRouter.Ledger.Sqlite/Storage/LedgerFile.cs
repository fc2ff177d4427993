using Microsoft.Data.Sqlite;
using SkRouter.Resilience;
using SQLitePCL;

namespace SkRouter.Ledger.Sqlite.Storage;

/// <summary>Opens ledger files.</summary>
internal static class LedgerFile
{
    /// <summary>Pages of the file that the ledger's writer keeps in memory, in kibibytes.</summary>
    private const int WriterCache = 32 * 1024;

    /// <summary>The same, for stores that read and write a few rows at a time.</summary>
    public const int SmallCache = 2 * 1024;

    /// <summary>For writing: made if it is missing, brought up to this version's schema.</summary>
    public static SqliteConnection OpenToWrite(
        string path,
        Durability durability,
        TimeSpan busy,
        int cacheKilobytes = WriterCache
    )
    {
        OwnerOnly.Prepare(path);
        var connection = Open(path, SqliteOpenMode.ReadWriteCreate, busy);
        try
        {
            LedgerSchema.VerifyUnlessEmpty(connection, path);
            // Takes effect on a file that is still empty.
            Execute(connection, "PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL;");
            Execute(connection, "PRAGMA journal_mode = WAL;");
            LedgerSchema.Upgrade(connection, path);
            CountsFunction.AddTo(connection);
            // A statement that may fail half-way keeps what the pages were before it: in memory, not in a file of its own.
            Execute(connection, "PRAGMA temp_store = MEMORY;");
            Execute(
                connection,
                FormattableString.Invariant(
                    $"PRAGMA wal_autocheckpoint = 32000; PRAGMA cache_size = -{cacheKilobytes}; PRAGMA synchronous = {(durability is Durability.Strict ? "FULL" : "NORMAL")}"
                )
            );
            return connection;
        }
        catch (Exception exception)
        {
            connection.Dispose();
            throw Explained(exception, path);
        }
    }

    /// <summary>Beside a writer that has made the file what it should be.</summary>
    public static SqliteConnection OpenBeside(string path, TimeSpan busy) =>
        Open(path, SqliteOpenMode.ReadWrite, busy);

    /// <summary>For reading only; several may, while others write.</summary>
    public static SqliteConnection OpenToRead(string path, TimeSpan busy)
    {
        if (!File.Exists(path))
        {
            throw new RouterException(
                RouterErrorCode.Ledger,
                $"There is no ledger '{Path.GetFullPath(path)}': check the path, or let the app that writes it run once."
            );
        }

        var connection = Open(path, SqliteOpenMode.ReadOnly, busy);
        try
        {
            LedgerSchema.Verify(connection, path);
            Execute(connection, "PRAGMA cache_size = -65536; PRAGMA mmap_size = 1073741824;");
            return connection;
        }
        catch (Exception exception)
        {
            connection.Dispose();
            throw Explained(exception, path);
        }
    }

    public static bool HasTable(SqliteConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $name";
        command.Parameters.AddWithValue("$name", name);
        return command.ExecuteScalar() is not 0L;
    }

    /// <summary>Runs a write; what SQLite says about a full disk or a locked file becomes an error of the ledger.</summary>
    public static int ExecuteExplained(SqliteCommand command, string path) =>
        Explain(command.ExecuteNonQuery, path);

    /// <inheritdoc cref="ExecuteExplained"/>
    public static T Explain<T>(Func<T> act, string path)
    {
        try
        {
            return act();
        }
        catch (SqliteException exception)
        {
            throw new RouterException(
                RouterErrorCode.Ledger,
                $"The ledger '{Path.GetFullPath(path)}' cannot be written: {exception.Message} Check the free space of its disk, and which other process holds it.",
                innerException: exception
            );
        }
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Ends a transaction that failed; some failures, such as a full disk, have ended it already.</summary>
    public static void RollBack(SqliteConnection connection)
    {
        if (raw.sqlite3_get_autocommit(connection.Handle) == 0)
        {
            Execute(connection, "ROLLBACK;");
        }
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode, TimeSpan busy)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = mode,
                Pooling = false,
            }.ToString()
        )
        {
            // SQLite's own waiting, set below, asks again after milliseconds; the client's, after 150.
            DefaultTimeout = 1,
        };
        try
        {
            connection.Open();
            Execute(
                connection,
                FormattableString.Invariant($"PRAGMA busy_timeout = {(int)busy.TotalMilliseconds};")
            );
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw Explained(exception, path);
        }
    }

    private static Exception Explained(Exception exception, string path) =>
        exception switch
        {
            RouterException => exception,
            SqliteException { SqliteErrorCode: SqliteCodes.NotADatabase } =>
                LedgerSchema.NotALedger(path, exception),
            SqliteException { SqliteErrorCode: SqliteCodes.Busy or SqliteCodes.Locked } =>
                new RouterException(
                    RouterErrorCode.Ledger,
                    $"The ledger '{Path.GetFullPath(path)}' is locked by another process. Wait until that is done, or stop it, and try again.",
                    innerException: exception
                ),
            SqliteException { SqliteErrorCode: SqliteCodes.Corrupt } => new RouterException(
                RouterErrorCode.Ledger,
                $"The ledger '{Path.GetFullPath(path)}' is damaged ({exception.Message}). Bring back a copy of it, or let a new one be made under another name.",
                innerException: exception
            ),
            _ => new RouterException(
                RouterErrorCode.Ledger,
                $"The ledger '{Path.GetFullPath(path)}' cannot be opened: {exception.Message} Check that its folder exists and that this account may write there.",
                innerException: exception
            ),
        };
}
