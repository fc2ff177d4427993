namespace SkRouter.Ledger.Sqlite;

/// <summary>How a ledger in a SQLite file keeps its books.</summary>
public sealed class SqliteLedgerOptions
{
    /// <summary>When a round trip counts as recorded.</summary>
    public Durability Durability { get; set; } = Durability.Default;

    /// <summary>
    /// Records, runs and sums by hour older than this many days are deleted; sums by day are kept. Null keeps everything.
    /// </summary>
    public int? RetentionDays { get; set; }

    /// <summary>At most this many records go into one transaction.</summary>
    public int BatchSize { get; set; } = 500;

    /// <summary>At most this many records wait to be written; then callers wait too, and nothing is dropped.</summary>
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>How long a write waits for another process that is writing, before that is an error.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    internal void Verify()
    {
        var faults = new List<string>();
        if (RetentionDays is <= 0)
        {
            faults.Add($"{nameof(RetentionDays)} must be at least 1, or null to keep everything");
        }

        if (BatchSize < 1)
        {
            faults.Add($"{nameof(BatchSize)} must be at least 1");
        }

        if (QueueCapacity < 1)
        {
            faults.Add($"{nameof(QueueCapacity)} must be at least 1");
        }

        if (BusyTimeout < TimeSpan.Zero || BusyTimeout > TimeSpan.FromDays(1))
        {
            faults.Add($"{nameof(BusyTimeout)} must be between 0 and a day");
        }

        if (faults.Count > 0)
        {
            throw new Resilience.RouterConfigurationException([
                .. faults.Select(fault => $"SQLite ledger: {fault}"),
            ]);
        }
    }
}
