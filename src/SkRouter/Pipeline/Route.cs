namespace SkRouter.Pipeline;

/// <summary>The ranked candidates for a round trip, with the reason for each place and each exclusion.</summary>
public sealed record Route
{
    /// <summary>Name of the policy that ranked them.</summary>
    public required string Policy { get; init; }

    /// <summary>Whom to ask, in order.</summary>
    public required IReadOnlyList<RouteCandidate> Candidates { get; init; }

    /// <summary>Who was left out, and why.</summary>
    public IReadOnlyList<RouteExclusion> Exclusions { get; init; } = [];
}
