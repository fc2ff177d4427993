namespace SkRouter.Policies;

/// <summary>Two tiers by difficulty. The other tier stands behind the chosen one: a strong model can do a simple task, and a weak answer beats none.</summary>
internal sealed class TierPolicy : IListPolicy
{
    public const string PolicyName = "SimpleComplex";

    public string Name => PolicyName;

    public IReadOnlyList<PolicyChoice> Rank(RankingContext context)
    {
        var complex = context.Profile.Difficulty >= context.RoleModel.ComplexFrom;
        var (chosen, other) = complex
            ? (Tiers.Complex, Tiers.Simple)
            : (Tiers.Simple, Tiers.Complex);
        var choices = new List<PolicyChoice>(context.Candidates.Count);
        Add(context, Tiers.Prefer, "preferred", choices);
        Add(context, chosen, complex ? "complex task" : "simple task", choices);
        Add(context, Tiers.FallBackTo, "fallback", choices);
        Add(context, other, "other tier", choices);
        return choices;
    }

    private static void Add(
        RankingContext context,
        string tier,
        string reason,
        List<PolicyChoice> choices
    )
    {
        foreach (var candidate in context.Candidates)
        {
            if (candidate.Tier == tier)
            {
                choices.Add(new(candidate, reason));
            }
        }
    }
}
