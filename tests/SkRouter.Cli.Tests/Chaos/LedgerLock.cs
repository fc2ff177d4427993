using Microsoft.Data.Sqlite;

namespace SkRouter.Cli.Tests.Chaos;

/// <summary>Holds the write lock of a ledger's file, as a backup or another process in the middle of a long write does.</summary>
internal sealed class LedgerLock : IDisposable
{
    private readonly SqliteConnection _connection;

    public LedgerLock(string path)
    {
        _connection = new($"Data Source={path};Mode=ReadWrite;Pooling=False");
        _connection.Open();
        Run("PRAGMA busy_timeout = 20000; BEGIN IMMEDIATE;");
    }

    public void Dispose()
    {
        if (_connection.State is System.Data.ConnectionState.Closed)
        {
            return;
        }

        Run("ROLLBACK;");
        _connection.Dispose();
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
