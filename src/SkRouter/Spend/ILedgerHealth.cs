namespace SkRouter.Spend;

/// <summary>A ledger that can tell whether it takes records, before one is lost.</summary>
public interface ILedgerHealth
{
    /// <summary>Finds out whether records can be written now.</summary>
    /// <param name="cancellationToken">Gives up finding out.</param>
    /// <returns>What is wrong and what to do, for the operator of the app; null if nothing is wrong.</returns>
    ValueTask<string?> FindFaultAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Gets whether the last try to write failed. While it is true no provider is asked, because what that costs could not be recorded. A ledger must notice by itself when it
    /// can write again. Read before each round trip, so it must not do any work.
    /// </summary>
    bool IsFailing => false;

    /// <summary>Files that were found damaged when the ledger was opened and were kept beside it; empty if none were.</summary>
    IReadOnlyList<string> DamagedFiles => [];
}
