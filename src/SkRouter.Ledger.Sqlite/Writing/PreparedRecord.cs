using SkRouter.Pipeline;

namespace SkRouter.Ledger.Sqlite.Writing;

/// <summary>
/// A record on its way into the file, and who waits for its commit. Its JSON is made by who appends it, so that a record that cannot be
/// written fails there. Without a record it is a mark: what was queued before it is to be committed.
/// </summary>
internal readonly record struct PreparedRecord(
    DecisionRecord Record,
    byte[] Json,
    TaskCompletionSource? Committed
)
{
    public bool IsFlush => Record is null;

    public static PreparedRecord Flush(TaskCompletionSource committed) => new(null!, [], committed);
}
