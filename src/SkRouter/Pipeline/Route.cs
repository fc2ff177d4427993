using SkRouter.Policies;

namespace SkRouter.Pipeline;

/// <summary>The ranked candidates for a round trip, with the reason for each place and each exclusion.</summary>
public sealed record Route
{
    /// <summary>Name of the policy that ranked them.</summary>
    public required string Policy { get; init; }

    /// <summary>The numbers that the policy goes by: what its brackets say, defaults filled in; for tiers, where they begin.</summary>
    public IReadOnlyList<double> PolicyNumbers { get; init; } = [];

    /// <summary>
    /// What was expected of every candidate when they were ranked, in the order of the role's lists. Together with the profile, these are
    /// all the numbers that a weighing policy decided by. Empty for a policy that goes by the role's lists alone.
    /// </summary>
    public IReadOnlyList<PolicyCandidate> Assessed { get; init; } = [];

    /// <summary>The model that the conversation used last, with which a policy may stay; null if there is none or the policy does not ask.</summary>
    public string? LastModel { get; init; }

    /// <summary>
    /// What a policy that leaves something to chance drew: for <c>Explore</c> the chance of each of <see cref="Assessed"/>, and last what it
    /// may still spend on exploring, in USD. Empty for every other policy of the library.
    /// </summary>
    public IReadOnlyList<double> Draws { get; init; } = [];

    /// <summary>Whom to ask, in order.</summary>
    public required IReadOnlyList<RouteCandidate> Candidates { get; init; }

    /// <summary>Who was left out, and why.</summary>
    public IReadOnlyList<RouteExclusion> Exclusions { get; init; } = [];
}
