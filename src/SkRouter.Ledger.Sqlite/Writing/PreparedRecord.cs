using SkRouter.Pipeline;

namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>
/// A record on its way into the file, and who waits for its commit. Its JSON is made by who appends it, so that a record that cannot be
/// written fails there. Without a record it is a mark: what was queued before it is to be committed.
/// </summary>
/// <param name="Record">The record.</param>
/// <param name="Json">As it is written.</param>
/// <param name="Committed">Who waits; null if nobody does.</param>
/// <param name="Number">Its number in the journal; 0 if it is in none.</param>
internal readonly record struct PreparedRecord(
    DecisionRecord Record,
    byte[] Json,
    TaskCompletionSource? Committed,
    long Number = 0
)
{
    public bool IsFlush => Record is null;

    public static PreparedRecord Flush(TaskCompletionSource committed) => new(null!, [], committed);
}
