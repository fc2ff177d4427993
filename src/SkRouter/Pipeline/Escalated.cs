using SkRouter.Catalog;

namespace SkRouter.Pipeline;

/// <summary>Puts a stronger candidate before the one that the policy chose.</summary>
internal static class Escalated
{
    /// <param name="context">The round trip.</param>
    /// <param name="candidates">Who is well, as the policy ordered them.</param>
    /// <param name="ability">How able a model is at the round trip's task, by all that is known of it.</param>
    /// <param name="step">Which of the stronger ones to begin with, from the least strong; the strongest if there are not so many.</param>
    public static void Reorder(
        ModelInvocationContext context,
        List<RouteCandidate> candidates,
        Func<Deployment, double> ability,
        int step
    )
    {
        if (candidates.Count == 0)
        {
            return;
        }

        var chosen = Ability(candidates[0]);
        var stronger = candidates
            .Where(candidate => Ability(candidate) > chosen)
            .OrderBy(Ability)
            .ToList();
        if (stronger.Count == 0)
        {
            context.Note("nobody stronger to escalate to");
            return;
        }

        var first = stronger[Math.Min(step, stronger.Count - 1)];
        // Whoever is stronger still is the better reserve for a step up than whoever the policy began with.
        var ahead = stronger
            .Where(candidate => Ability(candidate) >= Ability(first))
            .Select(candidate => candidate with { Reason = $"escalated, {candidate.Reason}" })
            .ToList();
        candidates.RemoveAll(candidate =>
            ahead.Exists(moved => ReferenceEquals(moved.Deployment, candidate.Deployment))
        );
        candidates.InsertRange(0, ahead);

        double Ability(RouteCandidate candidate) => ability(candidate.Deployment);
    }
}
