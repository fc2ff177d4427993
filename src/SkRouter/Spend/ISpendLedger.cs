using SkRouter.Pipeline;

namespace SkRouter.Spend;

/// <summary>Where decision records and spend are kept. Register your own to replace the one in memory.</summary>
public interface ISpendLedger
{
    /// <summary>Adds the record of a settled round trip. Must not lose it silently: throw, or keep it.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Cancels the waiting, not the record.</param>
    ValueTask AppendAsync(DecisionRecord record, CancellationToken cancellationToken = default);

    /// <summary>Sums up.</summary>
    /// <param name="query">What to sum, and by which dimensions.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>One row for each combination of the dimensions asked for, the dearest first.</returns>
    ValueTask<IReadOnlyList<SpendRow>> SumAsync(
        SpendQuery query,
        CancellationToken cancellationToken = default
    );

    /// <summary>The newest records, newest first.</summary>
    /// <param name="run">Only of this run; null for all.</param>
    /// <param name="count">At most this many.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    ValueTask<IReadOnlyList<DecisionRecord>> RecentAsync(
        string? run = null,
        int count = 100,
        CancellationToken cancellationToken = default
    );
}
