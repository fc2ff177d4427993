using System.Globalization;
using SkRouter.Balancing;
using SkRouter.Catalog;
using SkRouter.Checking;
using SkRouter.Policies;
using SkRouter.Resilience;

namespace SkRouter.Pipeline;

/// <summary>Stage 4: the role's policy orders the models, balancing the deployments of each; who is ill stands last.</summary>
internal sealed class RankStage(
    CacheAwareBalancer balancer,
    CandidateAssessor assessor,
    Steadiness steadiness,
    Func<double> random
)
{
    public void Run(ModelInvocationContext context)
    {
        var candidates = new List<RouteCandidate>(4);
        List<RouteCandidate>? ill = null;
        var route = new Route { Policy = "Pinned", Candidates = candidates };
        if (context.Pinned is { } pinned)
        {
            Place(context, new(pinned[0].Model, pinned), "pinned by the call", candidates, ref ill);
        }
        else
        {
            route = Weigh(context, candidates);
            var ranking = Ranking(context, route);
            foreach (var (candidate, reason) in context.RoleModel.Policy.Rank(ranking))
            {
                Place(context, candidate.Group, reason, candidates, ref ill);
            }

            if (ranking.Draws is { } draws)
            {
                route = route with { Draws = draws };
            }

            AddForLargeInput(context, candidates, ref ill);
            Reorder(context, candidates, route);
        }

        if (context.Escalation is { } step)
        {
            Escalated.Reorder(
                context,
                candidates,
                deployment => assessor.Ability(context, deployment).Mean,
                step
            );
        }

        if (ill is not null)
        {
            candidates.AddRange(ill);
        }

        context.Route = context.Exclusions is null
            ? route
            : route with
            {
                Exclusions = context.Exclusions,
            };
        if (candidates.Count == 0)
        {
            throw NoCandidate(context);
        }
    }

    /// <summary>What is expected of the role's candidates, also where its policy did not ask.</summary>
    public IReadOnlyList<PolicyCandidate> Expect(ModelInvocationContext context) =>
        context.Route is { Assessed.Count: > 0 } route
            ? route.Assessed
            : assessor.Assess(context, soFar: null);

    /// <summary>The route before anybody has a place on it: the policy, and all that it will decide by.</summary>
    private Route Weigh(ModelInvocationContext context, IReadOnlyList<RouteCandidate> places)
    {
        var role = context.RoleModel;
        var listed = role.Policy is IListPolicy;
        var soFar = listed ? null : steadiness.Of(OutcomeLearning.ConversationOf(context));
        return new()
        {
            Policy = role.Policy.Name,
            PolicyNumbers = role.PolicyNumbers,
            Candidates = places,
            Assessed = listed ? [] : assessor.Assess(context, soFar),
            LastModel = soFar?.Model,
        };
    }

    private static RankingContext Ranking(ModelInvocationContext context, Route route)
    {
        var role = context.RoleModel;
        var listed = role.Policy is IListPolicy;
        return new(
            role,
            context.Profile!,
            listed ? "" : OutcomeLearning.ConversationOf(context),
            listed ? role.Candidates : route.Assessed
        )
        {
            LastModel = route.LastModel,
            RunBudget = context.RunBudget,
            IsPreview = context.IsPreview,
        };
    }

    private void Reorder(
        ModelInvocationContext context,
        List<RouteCandidate> candidates,
        Route route
    )
    {
        if (context.Work is { } work && work.AppliesTo(context.Role))
        {
            context.Note(work.Note());
            WorkOrder.Reorder(
                candidates,
                work,
                route.Assessed.Count > 0 ? route.Assessed : assessor.Assess(context, soFar: null)
            );
        }
    }

    /// <summary>What is known not to fit any ordinary candidate goes to the role's larger windows without a call that must fail.</summary>
    private void AddForLargeInput(
        ModelInvocationContext context,
        List<RouteCandidate> candidates,
        ref List<RouteCandidate>? ill
    )
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
                Place(
                    context,
                    new(deployment.Key, [deployment]),
                    "larger window",
                    candidates,
                    ref ill
                );
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
        var (deployments, saving) = balancer.Order(context, group.Deployments);
        var groupReason = reason;
        for (var i = 0; i < deployments.Count; i++)
        {
            var deployment = deployments[i];
            reason = i == 0 ? groupReason + Describe(saving) : groupReason;
            if (
                IsExcluded(context, deployment)
                || Contains(candidates, deployment)
                || Contains(ill, deployment)
            )
            {
                continue;
            }

            var health = deployment.Health.Read(
                context.Needs.InputTokens + context.Needs.OutputTokens,
                context
            );
            if (
                context.RoleModel.DegradeFrom is < 1 and var from
                && deployment.Health.IsShort(from)
            )
            {
                (ill ??= []).Add(
                    new(
                        deployment,
                        $"{reason}, put last: its limit a minute is short and other roles go first"
                    )
                );
            }
            else if (health.State is DeploymentState.Available)
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

    private static string Describe(decimal? cacheSaving) =>
        cacheSaving is { } usd
            ? string.Create(
                CultureInfo.InvariantCulture,
                $", prompt cache warm, saves about ${usd:0.000000}"
            )
            : "";

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
            {
                Size = ConversationSize.Of(context),
            }
            : new(
                RouterErrorCode.NoSuitableModel,
                $"No candidate of role '{context.Role}' can serve the request: {reasons}."
            );
    }
}
