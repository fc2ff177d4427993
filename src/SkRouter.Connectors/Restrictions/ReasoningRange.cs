namespace SkRouter.Connectors.Restrictions;

/// <summary>Represents how many tokens a model may be told to reason.</summary>
/// <param name="Least">The smallest number.</param>
/// <param name="Most">The largest number.</param>
/// <param name="Off">Whether reasoning can be switched off with 0.</param>
internal sealed record ReasoningRange(int Least, int Most, bool Off)
{
    public int Fit(int tokens) => tokens <= 0 && Off ? 0 : Math.Clamp(tokens, Least, Most);
}
