using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>What is done between batches: old records deleted, hours that are over summed up, the log moved into the file.</summary>
internal sealed class Upkeep : IAsyncDisposable
{
    private readonly Retention? _retention;
    private readonly PairClosing _pairs;
    private readonly Checkpoints _checkpoints;

    public Upkeep(
        SqliteConnection connection,
        string path,
        SqliteLedgerOptions options,
        TimeProvider time,
        ILogger logger
    )
    {
        _retention = options.RetentionDays is { } days
            ? new(connection, days, path, time, logger)
            : null;
        _pairs = new(connection, path, time, logger);
        _checkpoints = new(path, options.BusyTimeout, time);
    }

    /// <summary>After a batch.</summary>
    /// <param name="isIdle">Whether nobody waits to be written.</param>
    public void Step(Func<bool> isIdle)
    {
        _retention?.Step();
        _checkpoints.Step();
        SumPairs(isIdle);
    }

    /// <summary>As much as there is to do, but not while anything waits to be written.</summary>
    public void SumPairs(Func<bool> isIdle)
    {
        while (_pairs.Step() && isIdle())
        {
            // One hour more.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _pairs.Dispose();
        await _checkpoints.DisposeAsync().ConfigureAwait(false);
    }
}
