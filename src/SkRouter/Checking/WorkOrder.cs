using SkRouter.Pipeline;
using SkRouter.Policies;

namespace SkRouter.Checking;

/// <summary>The order of candidates in an attempt at checked work: the cheapest model first, and one further with each attempt.</summary>
internal static class WorkOrder
{
    /// <param name="candidates">The candidates, as the policy ordered them.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="expected">What is expected of the role's models.</param>
    internal static void Reorder(
        List<RouteCandidate> candidates,
        WorkAttempt attempt,
        IReadOnlyList<PolicyCandidate> expected
    )
    {
        var models = candidates
            .Select(candidate => candidate.Deployment.Model)
            .Distinct(StringComparer.Ordinal)
            .OrderBy(model => Cost(model, expected))
            .ThenBy(model => Ability(model, expected))
            .ToList();
        if (models.Count == 0)
        {
            return;
        }

        // The ones before have failed; they are still better than no answer when the others are down.
        var first = Math.Min(attempt.Number, models.Count) - 1;
        List<string> order = [.. models[first..], .. models[..first].AsEnumerable().Reverse()];
        List<RouteCandidate> ordered =
        [
            .. order.SelectMany(model =>
                candidates
                    .Where(candidate => candidate.Deployment.Model == model)
                    .Select(candidate =>
                        model == order[0]
                            ? candidate with
                            {
                                Reason = FormattableString.Invariant(
                                    $"attempt {attempt.Number} of checked work, {candidate.Reason}"
                                ),
                            }
                            : candidate
                    )
            ),
        ];
        candidates.Clear();
        candidates.AddRange(ordered);
    }

    private static decimal Cost(string model, IReadOnlyList<PolicyCandidate> expected) =>
        Find(model, expected)?.ExpectedCostUsd ?? decimal.MaxValue;

    private static double Ability(string model, IReadOnlyList<PolicyCandidate> expected) =>
        Find(model, expected)?.Ability.Mean ?? double.MaxValue;

    private static PolicyCandidate? Find(string model, IReadOnlyList<PolicyCandidate> expected)
    {
        foreach (var candidate in expected)
        {
            if (candidate.Model == model)
            {
                return candidate;
            }
        }

        return null;
    }
}
