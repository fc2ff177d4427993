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

        var draws = context.Draws ??= [.. Draw(context)];
        var chances = context
            .Candidates.Zip(draws)
            .ToDictionary(pair => pair.First, pair => pair.Second);
        var drawn = greedy.Order(context.Candidates, candidate => chances[candidate])[0];
        var extra = Extra(drawn, known[0].Candidate);
        if (
            ReferenceEquals(drawn, known[0].Candidate)
            || extra is not { } usd
            || usd > (decimal)draws[^1]
            || !TryBook(context, usd)
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

    /// <summary>A chance for each candidate, and what may still be spent.</summary>
    private double[] Draw(RankingContext context)
    {
        var difficulty = ItemResponse.Difficulty(context.Profile);
        lock (_gate)
        {
            return
            [
                .. context.Candidates.Select(candidate =>
                    ItemResponse.Success(
                        candidate.Ability.Mean
                            + (Math.Sqrt(candidate.Ability.Variance) * Gaussian()),
                        difficulty
                    )
                ),
                (double)(budgetUsd - _spent),
            ];
        }
    }

    /// <summary>What the drawn one may cost beyond the known best; null if its price is unknown.</summary>
    private static decimal? Extra(PolicyCandidate drawn, PolicyCandidate known) =>
        // A cheaper model risks a bad answer: that costs what asking the known best afterwards would.
        drawn.ExpectedCostUsd
            is { } cost
            ? Math.Max(0, cost - (known.ExpectedCostUsd ?? 0))
                + ((known.ExpectedCostUsd ?? 0) * (decimal)(1 - drawn.Success))
            : null;

    private bool TryBook(RankingContext context, decimal usd)
    {
        lock (_gate)
        {
            // Somebody else may have spent it since it was read; then that is what the record says.
            if (_spent + usd > budgetUsd)
            {
                context.Draws![^1] = (double)(budgetUsd - _spent);
                return false;
            }

            _spent += context.IsPreview ? 0 : usd;
            return true;
        }
    }

    private double Gaussian() =>
        Math.Sqrt(-2 * Math.Log(1 - random())) * Math.Cos(2 * Math.PI * random());
}
