namespace SkRouter.Spend;

/// <summary>Answers questions about what is on the books. Every ledger that comes with SkRouter gives one.</summary>
public interface ISpendReport
{
    /// <summary>Sums up, with latency percentiles and savings.</summary>
    /// <param name="query">What to sum, and by which dimensions.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>One row for each combination of the dimensions asked for, the dearest first; without dimensions one, or none if nothing matches.</returns>
    ValueTask<IReadOnlyList<SpendRow>> SumAsync(
        SpendQuery query,
        CancellationToken cancellationToken = default
    );

    /// <summary>Sums up by slots of time.</summary>
    /// <param name="query">What to sum, and by which dimensions.</param>
    /// <param name="grain">How wide a slot is.</param>
    /// <param name="zone">Whose hours and days; null for UTC.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>One point for each slot and combination in which there was a round trip, by time, the dearest of a slot first.</returns>
    ValueTask<IReadOnlyList<SpendPoint>> SeriesAsync(
        SpendQuery query,
        SpendGrain grain,
        TimeZoneInfo? zone = null,
        CancellationToken cancellationToken = default
    );

    /// <summary>The dearest runs, each whole, also what it did after <see cref="RunQuery.Until"/>.</summary>
    /// <param name="query">Which runs.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    ValueTask<IReadOnlyList<RunSpend>> RunsAsync(
        RunQuery query,
        CancellationToken cancellationToken = default
    );

    /// <summary>A page of records, the last begun one first.</summary>
    /// <param name="query">Which records, and after which page.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    ValueTask<RecordPage> RecordsAsync(
        RecordQuery query,
        CancellationToken cancellationToken = default
    );

    /// <summary>How far back the answers reach.</summary>
    /// <param name="cancellationToken">Cancels the query.</param>
    ValueTask<SpendCoverage> CoverageAsync(CancellationToken cancellationToken = default);
}
