using SkRouter.Catalog;

namespace SkRouter.Policies;

/// <summary>
/// Thompson sampling (Thompson, 1933) over the abilities: the less is known of a model, the more often it gets a chance. What
/// that costs beyond the choice that would have been made is bounded by a budget; when it is spent, the known best is used.
/// </summary>
internal sealed class ExplorePolicy(
    double adequate,
    decimal budgetUsd,
    CheapestAdequatePolicy greedy,
    Func<double> random
) : INumberedPolicy
{
    public const string PolicyName = "Explore";

    private readonly Lock _gate = new();
    private decimal _spent;

    public string Name => PolicyName;

    public IReadOnlyList<double> Numbers { get; } = [adequate, (double)budgetUsd];

    public IReadOnlyList<PolicyChoice> Rank(RankingContext context)
    {
        var known = greedy.Rank(context);
        if (known.Count < 2)
        {
            return known;
        }

        var difficulty = ItemResponse.Difficulty(context.Profile);
        var drawn = greedy.Order(
            context.Candidates,
            candidate =>
                ItemResponse.Success(
                    candidate.Ability.Mean + (Math.Sqrt(candidate.Ability.Variance) * Gaussian()),
                    difficulty
                )
        )[0];
        if (
            ReferenceEquals(drawn, known[0].Candidate)
            || !Afford(drawn, known[0].Candidate, !context.IsPreview)
        )
        {
            return known;
        }

        return
        [
            new(
                drawn,
                $"explored: {PolicyText.Expect(drawn)}, wanted at least {FormattableString.Invariant($"{adequate:0.00}")}"
            ),
            .. known.Where(choice => !ReferenceEquals(choice.Candidate, drawn)),
        ];
    }

    private bool Afford(PolicyCandidate drawn, PolicyCandidate known, bool book)
    {
        if (drawn.ExpectedCostUsd is not { } cost)
        {
            return false;
        }

        // A cheaper model risks a bad answer: that costs what asking the known best afterwards would.
        var extra =
            Math.Max(0, cost - (known.ExpectedCostUsd ?? 0))
            + ((known.ExpectedCostUsd ?? 0) * (decimal)(1 - drawn.Success));
        lock (_gate)
        {
            if (_spent + extra > budgetUsd)
            {
                return false;
            }

            _spent += book ? extra : 0;
            return true;
        }
    }

    private double Gaussian() =>
        Math.Sqrt(-2 * Math.Log(1 - random())) * Math.Cos(2 * Math.PI * random());
}
