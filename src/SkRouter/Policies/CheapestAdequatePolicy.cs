namespace SkRouter.Policies;

/// <summary>The cheapest candidate that is likely enough to do the task; behind it the others by their chance.</summary>
internal sealed class CheapestAdequatePolicy(double adequate) : INumberedPolicy
{
    public const string PolicyName = "CheapestAdequate";

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

    /// <summary>
    /// A conversation stays with its model while that is adequate and what is left of the conversation costs no more with it: a switch loses one prompt cache and
    /// fills another.
    /// </summary>
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
            || order[index].ConversationCostUsd is not { } stays
            || order[0].ConversationCostUsd is not { } leaves
            || stays > leaves
        )
        {
            return false;
        }

        var same = order[index];
        order.RemoveAt(index);
        order.Insert(0, same);
        return true;
    }
}
