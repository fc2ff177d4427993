using Microsoft.Data.Sqlite;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Resilience;

namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>
/// Moves what was committed from the write-ahead log into the file, beside the writer and not in its way: done by the writer, everybody who waits for a commit
/// waits for the disk now and then. Under load the log is never moved whole, so the writer still does that when the log is long, with little left to do.
/// </summary>
internal sealed class Checkpoints(string path, TimeSpan busy, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    private readonly Lazy<SqliteConnection> _connection = new(() =>
        LedgerFile.OpenBeside(path, busy)
    );

    private Task _running = Task.CompletedTask;
    private long _last = time.GetTimestamp();

    /// <summary>Something was committed.</summary>
    public void Step()
    {
        if (_running.IsCompleted && time.GetElapsedTime(_last) >= Every)
        {
            _last = time.GetTimestamp();
            // It waits for the disk: not on a thread that requests need.
            _running = Task.Factory.StartNew(
                Move,
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _running.ConfigureAwait(false);
        if (_connection.IsValueCreated)
        {
            await _connection.Value.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Move()
    {
        try
        {
            LedgerFile.Execute(_connection.Value, "PRAGMA wal_checkpoint(PASSIVE);");
        }
        catch (Exception exception) when (exception is SqliteException or RouterException)
        {
            // Nothing is lost: what stays in the log is read from there, and the next one or the writer moves it.
        }
    }
}
