using SkRouter.Pipeline;
using SkRouter.Policies;

namespace SkRouter.Cli.Commands.Route;

/// <summary>A candidate at its place, with what is expected of it; nulls where nothing is, as for a larger window outside the role's lists.</summary>
internal sealed record RoutePlace
{
    public required string Deployment { get; init; }

    public required string Model { get; init; }

    public required string Reason { get; init; }

    public required double? Success { get; init; }

    public required double? AbilityMean { get; init; }

    public required double? AbilityVariance { get; init; }

    public required decimal? ExpectedCostUsd { get; init; }

    public required double? ExpectedSeconds { get; init; }

    public static RoutePlace Of(RouteCandidate place, PolicyCandidate? expected) =>
        new()
        {
            Deployment = place.Deployment.Key,
            Model = place.Deployment.Model,
            Reason = place.Reason,
            Success = expected?.Success,
            AbilityMean = expected?.Ability.Mean,
            AbilityVariance = expected?.Ability.Variance,
            ExpectedCostUsd = expected?.ExpectedCostUsd,
            ExpectedSeconds = expected?.ExpectedSeconds,
        };
}
