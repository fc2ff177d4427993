namespace SkRouter.Spend;

/// <summary>A ledger that can tell whether it takes records, before one is lost.</summary>
public interface ILedgerHealth
{
    /// <summary>Finds out whether records can be written now.</summary>
    /// <param name="cancellationToken">Gives up finding out.</param>
    /// <returns>What is wrong and what to do, for whoever runs the app; null if nothing is.</returns>
    ValueTask<string?> FindFaultAsync(CancellationToken cancellationToken = default);

    /// <summary>Files that were found damaged when the ledger was opened and were kept beside it; empty if none were.</summary>
    IReadOnlyList<string> DamagedFiles => [];
}
