namespace SkRouter.Ledger.Sqlite;

/// <summary>When a round trip counts as recorded.</summary>
public enum Durability
{
    /// <summary>
    /// Once it is queued; it is committed within 50 ms. What is queued is lost if the process is killed, and the last commits if the machine
    /// loses power.
    /// </summary>
    Default,

    /// <summary>
    /// Once it is committed. The caller's answer waits for that, but not for the disk: nothing is lost if the process is killed, the last
    /// commits if the machine loses power.
    /// </summary>
    Committed,

    /// <summary>Once it is committed and on the disk. The caller's answer waits for that.</summary>
    Strict,
}
