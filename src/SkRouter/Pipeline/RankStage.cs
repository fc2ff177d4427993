using SkRouter.Balancing;
using SkRouter.Catalog;
using SkRouter.Policies;
using SkRouter.Resilience;

namespace SkRouter.Pipeline;

/// <summary>Stage 4: the role's policy orders the models, balancing the deployments of each; who is ill stands last.</summary>
internal sealed class RankStage(IDeploymentBalancer balancer, Func<double> random)
{
    public void Run(ModelInvocationContext context)
    {
        var ranked = new List<RankedGroup>(4);
        var policy = context.RoleModel.Policy.Name;
        if (context.Pinned is { } pinned)
        {
            policy = "Pinned";
            ranked.Add(new(new CandidateGroup(pinned[0].Model, pinned), "pinned by the call"));
        }
        else
        {
            context.RoleModel.Policy.Rank(context.RoleModel, context.Profile!, ranked);
            AddForLargeInput(context, ranked);
        }

        var candidates = new List<RouteCandidate>(ranked.Count);
        List<RouteCandidate>? ill = null;
        foreach (var (group, reason) in ranked)
        {
            Place(context, group, reason, candidates, ref ill);
        }

        if (ill is not null)
        {
            candidates.AddRange(ill);
        }

        context.Route = new()
        {
            Policy = policy,
            Candidates = candidates,
            Exclusions = (IReadOnlyList<RouteExclusion>?)context.Exclusions ?? [],
        };
        if (candidates.Count == 0)
        {
            throw NoCandidate(context);
        }
    }

    /// <summary>What is known not to fit any ordinary candidate goes to the role's larger windows without a call that must fail.</summary>
    private static void AddForLargeInput(ModelInvocationContext context, List<RankedGroup> ranked)
    {
        if (context.Exclusions is null)
        {
            return;
        }

        foreach (var deployment in context.RoleModel.ContextWindowFallBackTo)
        {
            if (ShortlistStage.WhyNot(deployment, context.Needs) is { } reason)
            {
                context.Exclusions.Add(new(deployment.Key, reason));
            }
            else
            {
                ranked.Add(new(new CandidateGroup(deployment.Key, [deployment]), "larger window"));
            }
        }
    }

    private void Place(
        ModelInvocationContext context,
        CandidateGroup group,
        string reason,
        List<RouteCandidate> candidates,
        ref List<RouteCandidate>? ill
    )
    {
        var deployments =
            group.Deployments.Count > 1 ? balancer.Order(group.Deployments) : group.Deployments;
        foreach (var deployment in deployments)
        {
            if (
                IsExcluded(context, deployment)
                || Contains(candidates, deployment)
                || Contains(ill, deployment)
            )
            {
                continue;
            }

            var health = deployment.Health.Read(
                context.Needs.InputTokens + context.Needs.OutputTokens
            );
            if (health.State is DeploymentState.Available)
            {
                candidates.Add(new(deployment, reason));
            }
            else if (health.TakesTraffic && (health.Share >= 1 || random() < health.Share))
            {
                candidates.Add(new(deployment, $"{reason}, {Describe(health)}"));
            }
            else
            {
                (ill ??= []).Add(new(deployment, $"{reason}, put last: {Describe(health)}"));
            }
        }
    }

    private static string Describe(HealthReading health) => $"{health.State}: {health.Reason}";

    private static bool IsExcluded(ModelInvocationContext context, Deployment deployment)
    {
        if (context.Exclusions is null)
        {
            return false;
        }

        foreach (var exclusion in context.Exclusions)
        {
            if (exclusion.Deployment == deployment.Key)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Contains(List<RouteCandidate>? candidates, Deployment deployment)
    {
        for (var i = 0; i < candidates?.Count; i++)
        {
            if (ReferenceEquals(candidates[i].Deployment, deployment))
            {
                return true;
            }
        }

        return false;
    }

    private static RouterException NoCandidate(ModelInvocationContext context)
    {
        var exclusions = context.Exclusions ?? [];
        var reasons = string.Join(
            "; ",
            exclusions.Select(exclusion => $"{exclusion.Deployment} {exclusion.Reason}")
        );
        var tooLong =
            exclusions.Count > 0
            && exclusions.TrueForAll(exclusion =>
                exclusion.Reason.StartsWith("window", StringComparison.Ordinal)
            );
        return tooLong
            ? new(
                RouterErrorCode.ContextTooLong,
                $"The conversation fits into no candidate of role '{context.Role}': {reasons}. Shorten it, or give the role a model with a larger window."
            )
            : new(
                RouterErrorCode.NoSuitableModel,
                $"No candidate of role '{context.Role}' can serve the request: {reasons}."
            );
    }
}
