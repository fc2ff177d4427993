using SkRouter.Catalog;
using SkRouter.Classification;
using SkRouter.Pipeline;
using SkRouter.Policies;

namespace SkRouter.Cli.Commands.Route;

/// <summary>A decision as <c>skrouter route --json</c> prints it.</summary>
internal sealed record RouteReport
{
    private const int MostReasons = 5;

    public required string Configuration { get; init; }

    public required string Role { get; init; }

    public required string Policy { get; init; }

    public required IReadOnlyList<double> PolicyNumbers { get; init; }

    public required TaskProfile Profile { get; init; }

    /// <summary>The profile in one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>What in the prompt speaks most for its difficulty.</summary>
    public required IReadOnlyList<TaskReason> Reasons { get; init; }

    public required ModelCapabilities Needs { get; init; }

    public required IReadOnlyList<RoutePlace> Candidates { get; init; }

    public required IReadOnlyList<RouteExclusion> Exclusions { get; init; }

    public required RoutePlace? Chosen { get; init; }

    public required decimal? WorstCaseUsd { get; init; }

    public required string? Error { get; init; }

    public static RouteReport Of(string configuration, string prompt, RoutePreview preview)
    {
        RoutePlace[] places =
        [
            .. preview.Route.Candidates.Select(candidate =>
                RoutePlace.Of(candidate, Expectation(preview, candidate.Deployment))
            ),
        ];
        return new()
        {
            Configuration = configuration,
            Role = preview.Role,
            Policy = preview.Route.Policy,
            PolicyNumbers = preview.Route.PolicyNumbers,
            Profile = preview.Profile,
            Summary = preview.Profile.Describe(),
            Reasons = TaskReasons.Of(LearnedTaskClassifier.CreateShipped(), prompt, MostReasons),
            Needs = preview.Needs,
            Candidates = places,
            Exclusions = preview.Route.Exclusions,
            Chosen = places.Length > 0 ? places[0] : null,
            WorstCaseUsd = preview.WorstCaseUsd,
            Error = preview.Error?.Message,
        };
    }

    private static PolicyCandidate? Expectation(RoutePreview preview, Deployment deployment) =>
        preview.Assessed.FirstOrDefault(candidate =>
            candidate.Group.Deployments.Contains(deployment)
        );
}
