namespace SkRouter.Policies;

/// <summary>The cheapest candidate that is likely enough to do the task; behind it the others by their chance.</summary>
internal sealed class CheapestAdequatePolicy(double adequate) : INumberedPolicy
{
    public const string PolicyName = "CheapestAdequate";

    /// <summary>A conversation stays with its model while that is adequate and costs at most this much more.</summary>
    private const decimal StayFactor = 1.25m;

    public string Name => PolicyName;

    public IReadOnlyList<double> Numbers { get; } = [adequate];

    public IReadOnlyList<PolicyChoice> Rank(RankingContext context)
    {
        var order = Order(context.Candidates, candidate => candidate.Success);
        var first =
            order.Count > 0 && order[0].Success >= adequate
                ? "cheapest that is adequate"
                : "none is adequate, best chance";
        var stays = Stay(context, order);
        return
        [
            .. order.Select(
                (candidate, i) =>
                    new PolicyChoice(
                        candidate,
                        $"{(i > 0 ? "next" : stays ? "adequate, and the conversation stays with it" : first)}: {PolicyText.Expect(candidate)}"
                    )
            ),
        ];
    }

    /// <summary>Adequate ones by cost, then the rest by chance.</summary>
    public List<PolicyCandidate> Order(
        IReadOnlyList<PolicyCandidate> candidates,
        Func<PolicyCandidate, double> success
    )
    {
        var weighed = candidates
            .Select(candidate => (Candidate: candidate, Chance: success(candidate)))
            .ToList();
        return
        [
            .. weighed
                .Where(entry => entry.Chance >= adequate)
                .OrderBy(entry => entry.Candidate.ExpectedCostUsd ?? decimal.MaxValue)
                .ThenByDescending(entry => entry.Chance)
                .Concat(
                    weighed
                        .Where(entry => entry.Chance < adequate)
                        .OrderByDescending(entry => entry.Chance)
                        .ThenBy(entry => entry.Candidate.ExpectedCostUsd ?? decimal.MaxValue)
                )
                .Select(entry => entry.Candidate),
        ];
    }

    private bool Stay(RankingContext context, List<PolicyCandidate> order)
    {
        if (order.Count == 0 || context.LastModel is not { } last || order[0].Model == last)
        {
            return false;
        }

        var index = order.FindIndex(candidate => candidate.Model == last);
        if (
            index <= 0
            || order[index].Success < adequate
            || order[index].ExpectedCostUsd > order[0].ExpectedCostUsd * StayFactor
        )
        {
            return false;
        }

        var stays = order[index];
        order.RemoveAt(index);
        order.Insert(0, stays);
        return true;
    }
}
