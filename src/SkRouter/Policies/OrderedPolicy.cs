namespace SkRouter.Policies;

/// <summary>The candidates as the role lists them, whatever the task.</summary>
internal sealed class OrderedPolicy : IListPolicy
{
    public const string PolicyName = "Prefer";

    public string Name => PolicyName;

    public IReadOnlyList<PolicyChoice> Rank(RankingContext context)
    {
        var choices = new PolicyChoice[context.Candidates.Count];
        for (var i = 0; i < choices.Length; i++)
        {
            var candidate = context.Candidates[i];
            choices[i] = new(
                candidate,
                candidate.Tier == Tiers.FallBackTo ? "fallback" : "preferred"
            );
        }

        return choices;
    }
}
