namespace SkRouter.Policies;

/// <summary>
/// Tiers by difficulty, under names of the app's own. Behind the chosen one stand the stronger ones, the nearest first, then the weaker
/// ones: a strong model can do a simple task, and a weak answer beats none.
/// </summary>
internal sealed class NamedTiersPolicy : IListPolicy
{
    public const string PolicyName = "Tiers";

    public string Name => PolicyName;

    public IReadOnlyList<PolicyChoice> Rank(RankingContext context)
    {
        var tiers = context.RoleModel.Tiers;
        var chosen = tiers.Count - 1;
        while (chosen > 0 && context.Profile.Difficulty < tiers[chosen].From)
        {
            chosen--;
        }

        var choices = new List<PolicyChoice>(context.Candidates.Count);
        Add(context, Tiers.Prefer, "preferred", choices);
        Add(context, tiers[chosen].Name, $"tier {tiers[chosen].Name}", choices);
        Add(context, Tiers.FallBackTo, "fallback", choices);
        for (var stronger = chosen + 1; stronger < tiers.Count; stronger++)
        {
            Add(context, tiers[stronger].Name, "stronger tier", choices);
        }

        for (var weaker = chosen - 1; weaker >= 0; weaker--)
        {
            Add(context, tiers[weaker].Name, "weaker tier", choices);
        }

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
