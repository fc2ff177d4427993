namespace SkRouter.Catalog;

/// <summary>
/// Keeps what outcomes taught of the models, so that it survives a restart. Without one it is forgotten with the process. A ledger that
/// comes with SkRouter and keeps its books in a file brings one.
/// </summary>
public interface IAbilityStore
{
    /// <summary>Everything that was saved. Asked once, when the router is first used.</summary>
    IReadOnlyList<LearnedAbility> Load();

    /// <summary>
    /// Replaces what was saved of the same model, role and category. Called from a timer about a second after outcomes came, and when the
    /// router is disposed; never from within a round trip. What it throws is logged, and the same is saved again with what comes next.
    /// </summary>
    /// <param name="changed">What has changed since.</param>
    void Save(IReadOnlyList<LearnedAbility> changed);
}
