using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using SkRouter.Ledger.Sqlite.Writing;
using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.Ledger.Sqlite;

/// <summary>The ledger in a SQLite file. What it reports includes everything that this process appended before.</summary>
internal sealed class SqliteLedger
    : ISpendLedger,
        ISpendReport,
        ILedgerHealth,
        IAsyncDisposable,
        IDisposable
{
    private readonly string _path;
    private readonly LedgerWriter _writer;
    private readonly LedgerMetrics _metrics;
    private readonly SqliteSpendReport _report;
    private readonly ExitHook _hook;

    public SqliteLedger(
        string path,
        SqliteLedgerOptions options,
        TimeProvider time,
        ILogger logger,
        IMeterFactory? meters = null
    )
    {
        _path = Path.GetFullPath(path);
        _writer = new(path, options, time, logger);
        _metrics = new(meters, _writer);
        _report = new(path, options.BusyTimeout);
        _hook = new(_writer.FlushAsync, DisposeAsync);
    }

    public async ValueTask<string?> FindFaultAsync(CancellationToken cancellationToken = default) =>
        _writer.Fault
        ?? await Task.Run(() => LedgerProbe.FindFault(_path), cancellationToken)
            .ConfigureAwait(false);

    public bool IsFailing => _writer.IsFailing;

    public IReadOnlyList<string> DamagedFiles => _writer.DamagedFiles;

    public ValueTask AppendAsync(
        DecisionRecord record,
        CancellationToken cancellationToken = default
    ) => _writer.AppendAsync(record, cancellationToken);

    public async ValueTask<IReadOnlyList<SpendRow>> SumAsync(
        SpendQuery query,
        CancellationToken cancellationToken = default
    )
    {
        await _writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        return await _report.SumAsync(query, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<SpendPoint>> SeriesAsync(
        SpendQuery query,
        SpendGrain grain,
        TimeZoneInfo? zone = null,
        CancellationToken cancellationToken = default
    )
    {
        await _writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        return await _report
            .SeriesAsync(query, grain, zone, cancellationToken)
            .ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<RunSpend>> RunsAsync(
        RunQuery query,
        CancellationToken cancellationToken = default
    )
    {
        await _writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        return await _report.RunsAsync(query, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<RecordPage> RecordsAsync(
        RecordQuery query,
        CancellationToken cancellationToken = default
    )
    {
        await _writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        return await _report.RecordsAsync(query, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<SpendCoverage> CoverageAsync(
        CancellationToken cancellationToken = default
    )
    {
        await _writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        return await _report.CoverageAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<DecisionRecord>> RecentAsync(
        string? run = null,
        int count = 100,
        CancellationToken cancellationToken = default
    )
    {
        await _writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        return _report.Recent(run, count, cancellationToken);
    }

    /// <summary>Writes what is queued and closes the file. Where nobody does this, the end of the process does.</summary>
    public async ValueTask DisposeAsync()
    {
        _hook.Dispose();
        _metrics.Dispose();
        _report.Dispose();
        await _writer.DisposeAsync().ConfigureAwait(false);
    }

    // A container that is disposed synchronously knows no other way.
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
