namespace SkRouter.Policies;

/// <summary>The cheapest first; when its answer fails the role's check, the next dearer one. Every answer is billed.</summary>
internal sealed class CascadePolicy : IRoutingPolicy
{
    public const string PolicyName = "Cascade";

    public string Name => PolicyName;

    public IReadOnlyList<PolicyChoice> Rank(RankingContext context) =>
        [
            .. context
                .Candidates.OrderBy(candidate => candidate.ExpectedCostUsd ?? decimal.MaxValue)
                .ThenBy(candidate => candidate.Ability.Mean)
                .Select(
                    (candidate, i) =>
                        new PolicyChoice(
                            candidate,
                            $"{(i == 0 ? "cheapest first" : "if the answer before fails its check")}: {PolicyText.Expect(candidate)}"
                        )
                ),
        ];
}
