namespace SkRouter.Ledger.Sqlite;

/// <summary>When a round trip counts as recorded.</summary>
public enum Durability
{
    /// <summary>
    /// Once it is queued. It is committed within 50 ms where the processor has time, and within seconds on a busy machine (2.6 s were measured); what is queued is
    /// lost if the process is killed (<c>kill -9</c>), and the last commits if the machine loses power. Nothing is lost when the process ends in an
    /// orderly way: by a return from Main, an unhandled exception, <c>Environment.Exit</c>, Ctrl+C, SIGTERM or a host that stops.
    /// </summary>
    Default,

    /// <summary>
    /// Once it is in a journal beside the file, which is a matter of microseconds: nothing is lost if the process is killed, the last round trips if the
    /// machine loses power. What is in the journal is in the tables within about a second; reports of the same process have it at once, those of another then. What a
    /// killed process left is brought in by whoever opens the ledger next.
    /// </summary>
    Committed,

    /// <summary>Once it is committed and on the disk. The caller's answer waits for that.</summary>
    Strict,
}
