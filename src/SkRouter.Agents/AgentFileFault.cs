namespace SkRouter.Agents;

/// <summary>One mistake in a role or team file.</summary>
/// <param name="Place">Where it is.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Fix">What to write instead.</param>
public sealed record AgentFileFault(DefinitionPlace Place, string Problem, string Fix)
{
    /// <summary>Place, problem and fix on one line.</summary>
    public override string ToString() => $"{Place}: {Problem}; {Fix}";
}
