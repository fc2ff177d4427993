namespace SkRouter.Escalation;

/// <summary>
/// Keeps what roles have learned about when to go on with a stronger model, so that it survives a restart. Without one it is forgotten with the process. The
/// SQLite ledger brings one.
/// </summary>
public interface IEscalationStore
{
    /// <summary>Everything that was saved. Asked once, when the router is first used.</summary>
    IReadOnlyList<LearnedEscalation> Load();

    /// <summary>
    /// Replaces what was saved of the same roles. Called from a timer about a second after outcomes came, and when the router is disposed; never from within a
    /// round trip. What it throws is logged, and the same is saved again with what comes next.
    /// </summary>
    /// <param name="changed">What has changed since.</param>
    void Save(IReadOnlyList<LearnedEscalation> changed);
}
