using SkRouter.Classification;
using SkRouter.Loops;
using SkRouter.Resilience;
using SkRouter.Spend;

namespace SkRouter.Pipeline;

/// <summary>Everything that explains one round trip afterwards: who called, what was decided and why, what happened, what it cost.</summary>
public sealed record DecisionRecord
{
    /// <summary>Key of this record in the metadata of an answer.</summary>
    public const string MetadataKey = "SkRouter.Decision";

    /// <summary>Identifies the round trip.</summary>
    public required string Id { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took in all.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Time from its beginning to the first token that the caller saw; null unless streamed.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>The role.</summary>
    public required string Role { get; init; }

    /// <summary>The agent.</summary>
    public required string Agent { get; init; }

    /// <summary>The run.</summary>
    public required string Run { get; init; }

    /// <summary>On whose behalf the call was made; null if nobody said.</summary>
    public string? Tenant { get; init; }

    /// <summary>Whether the answer was streamed.</summary>
    public required bool Streamed { get; init; }

    /// <summary>What the classifier said; null if the round trip ended before it was asked.</summary>
    public TaskProfile? Profile { get; init; }

    /// <summary>The ranked candidates; null if the round trip ended before they were ranked.</summary>
    public Route? Route { get; init; }

    /// <summary>The attempts, in order.</summary>
    public required IReadOnlyList<Attempt> Attempts { get; init; }

    /// <summary>How it ended.</summary>
    public required RoundTripOutcome Outcome { get; init; }

    /// <summary>Why it failed; null unless it did.</summary>
    public RouterErrorCode? Error { get; init; }

    /// <summary>Key of the deployment that answered; null if none did.</summary>
    public string? Deployment { get; init; }

    /// <summary>The model that answered; null if none did.</summary>
    public string? Model { get; init; }

    /// <summary>Who runs the deployment that answered; null if none did or that is unknown.</summary>
    public string? Provider { get; init; }

    /// <summary>Whether another deployment answered than the first that was tried.</summary>
    public bool FellBack { get; init; }

    /// <summary>What all attempts consumed together.</summary>
    public required TokenUsage Usage { get; init; }

    /// <summary>What all attempts cost together, in USD; null if a price is unknown.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>What the round trip was expected to cost at worst before it began, in USD; null if no price is known.</summary>
    public decimal? WorstCaseUsd { get; init; }

    /// <summary>What the role's strongest candidate would have cost for the usage of the answer, in USD; null if unknown.</summary>
    public decimal? BaselineUsd { get; init; }

    /// <summary>Which price was used, e.g. <c>options</c>; null if unknown.</summary>
    public string? PriceVersion { get; init; }

    /// <summary>Names of the tools that the answer calls, in its order, as chat clients spell them.</summary>
    public IReadOnlyList<string> ToolCalls { get; init; } = [];

    /// <summary>That the caller went in circles, and what was done about it; null if it did not.</summary>
    public LoopSighting? Loop { get; init; }

    /// <summary>What the answering model could not be sent as it was asked, and other remarks.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Tags that the call carried or the app's filters added.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = NoTags;

    internal static IReadOnlyDictionary<string, string> NoTags { get; } =
        System.Collections.Frozen.FrozenDictionary<string, string>.Empty;
}
