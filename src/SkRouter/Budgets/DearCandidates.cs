using SkRouter.Catalog;
using SkRouter.Pipeline;

namespace SkRouter.Budgets;

/// <summary>Takes candidates off a route that a budget has no money for. Who is left stands in the policy's order.</summary>
internal static class DearCandidates
{
    /// <summary>Leaves those that cost less than the first one and fit into what is left.</summary>
    /// <param name="context">The round trip.</param>
    /// <param name="worstCase">What they may cost.</param>
    /// <param name="mostUsd">What one attempt may cost.</param>
    /// <param name="reason">Why, for the record.</param>
    /// <returns>False if none is left; the route then stays as it is.</returns>
    public static bool Drop(
        ModelInvocationContext context,
        WorstCase worstCase,
        decimal mostUsd,
        string reason
    )
    {
        var first = context.Route!.Candidates[0].Deployment;
        return worstCase.Attempt(context, first) is { } dearest
            && Keep(
                context,
                deployment =>
                    worstCase.Attempt(context, deployment) is { } cost
                    && cost < dearest
                    && cost <= mostUsd,
                reason
            );
    }

    /// <summary>Leaves those that pass.</summary>
    /// <returns>False if none is left; the route then stays as it is.</returns>
    public static bool Keep(
        ModelInvocationContext context,
        Func<Deployment, bool> passes,
        string reason
    )
    {
        var route = context.Route!;
        var kept = new List<RouteCandidate>(route.Candidates.Count);
        var exclusions = new List<RouteExclusion>(route.Exclusions);
        foreach (var candidate in route.Candidates)
        {
            if (passes(candidate.Deployment))
            {
                kept.Add(candidate);
            }
            else
            {
                exclusions.Add(new(candidate.Deployment.Key, reason));
            }
        }

        if (kept.Count > 0 && kept.Count < route.Candidates.Count)
        {
            context.Route = route with { Candidates = kept, Exclusions = exclusions };
            context.Note($"{reason}: {kept.Count} of {route.Candidates.Count} candidates left");
        }

        return kept.Count > 0;
    }
}
