using SkRouter.Catalog;

namespace SkRouter.Policies;

/// <summary>A model that a role may use for a round trip, with what is expected of it.</summary>
public sealed record PolicyCandidate
{
    /// <summary>The name in the role's list: a deployment or a model.</summary>
    public required string Name { get; init; }

    /// <summary>The list that names it: <c>Prefer</c>, <c>Simple</c>, <c>Complex</c>, <c>FallBackTo</c>, or the name of a tier.</summary>
    public required string Tier { get; init; }

    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>Probability that it does the task well enough, 0 to 1.</summary>
    public required double Success { get; init; }

    /// <summary>How able it is for this role and kind of task.</summary>
    public required AbilityEstimate Ability { get; init; }

    /// <summary>Expected cost of the round trip in USD; null if its price is unknown.</summary>
    public required decimal? ExpectedCostUsd { get; init; }

    /// <summary>
    /// Expected cost in USD of this round trip and those expected to follow in its conversation. The model that the conversation used last keeps its
    /// prompt cache, another one must fill its own. Null if the conversation is new or the price is unknown.
    /// </summary>
    public decimal? ConversationCostUsd { get; init; }

    /// <summary>Expected time to its answer in seconds; 0 while unknown.</summary>
    public required double ExpectedSeconds { get; init; }

    internal CandidateGroup Group { get; init; } = null!;
}
