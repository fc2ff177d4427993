using SkRouter.Catalog;
using SkRouter.Classification;
using SkRouter.Policies;
using SkRouter.Resilience;

namespace SkRouter.Pipeline;

/// <summary>What the router would do with a request, and why, found out without asking any model.</summary>
public sealed record RoutePreview
{
    /// <summary>The role.</summary>
    public required string Role { get; init; }

    /// <summary>The agent.</summary>
    public required string Agent { get; init; }

    /// <summary>What the classifier says of the task.</summary>
    public required TaskProfile Profile { get; init; }

    /// <summary>The candidates in order, who was left out, and the numbers behind it.</summary>
    public required Route Route { get; init; }

    /// <summary>What is expected of each of the role's candidates, in the order of its lists; also where the policy goes by the lists alone.</summary>
    public required IReadOnlyList<PolicyCandidate> Assessed { get; init; }

    /// <summary>What the request needs of a model.</summary>
    public required ModelCapabilities Needs { get; init; }

    /// <summary>What the round trip costs at worst with any candidate, in USD; null if no price is known.</summary>
    public decimal? WorstCaseUsd { get; init; }

    /// <summary>Who would be asked first; null if nobody can serve the request.</summary>
    public Deployment? Chosen => Route.Candidates.Count > 0 ? Route.Candidates[0].Deployment : null;

    /// <summary>The error that the request would end with; null if somebody can serve it.</summary>
    public RouterException? Error { get; init; }

    internal static RoutePreview Of(
        ModelInvocationContext context,
        IReadOnlyList<PolicyCandidate> assessed,
        RouterException? error
    ) =>
        new()
        {
            Role = context.Role,
            Agent = context.Agent,
            Profile = context.Profile!,
            Route = context.Route!,
            Assessed = assessed,
            Needs = context.Needs.Capabilities,
            WorstCaseUsd = context.WorstCaseUsd,
            Error = error,
        };
}
