using SkRouter.Resilience;
using SkRouter.Spend;

namespace SkRouter.Pipeline;

/// <summary>One try of one deployment within a round trip.</summary>
public sealed record Attempt
{
    /// <summary>Key of the deployment.</summary>
    public required string Deployment { get; init; }

    /// <summary>The model it serves.</summary>
    public required string Model { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took; for a stream, until its last chunk.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Time to its first text, reasoning or tool call; null if none came, or if the answer was not streamed.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>
    /// The time it was given and why: for its first token if it was streamed, else in all. For people, e.g. <c>10 s (default)</c>,
    /// <c>3.1 s (4 x p95 of 212 answers)</c> or <c>5 s (the role's own)</c>; null if it was never asked.
    /// </summary>
    public string? TimeLimit { get; init; }

    /// <summary>How it ended.</summary>
    public required AttemptOutcome Outcome { get; init; }

    /// <summary>What went wrong; null unless it failed.</summary>
    public FailureKind? FailureKind { get; init; }

    /// <summary>The HTTP status of a failure, where there was one.</summary>
    public int? Status { get; init; }

    /// <summary>The failure in words, without secrets; null unless it failed.</summary>
    public string? Reason { get; init; }

    /// <summary>What it consumed; null if nothing.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>
    /// What that cost, in USD: by the price that the app states; else what the provider says it billed (<see cref="BilledUsd"/>); else by the
    /// catalogue's price for the service tier and region that the answer names. Null if it consumed nothing or none of these is known.
    /// </summary>
    public decimal? CostUsd { get; init; }

    /// <summary>What the provider or gateway says it billed, in USD (OpenRouter, LiteLLM, ...); null unless it says so.</summary>
    public decimal? BilledUsd { get; init; }

    /// <summary>The service tier that served it, where the answer names another than the standard one (<c>flex</c>, <c>priority</c>, <c>batch</c>, <c>fast</c>, ...).</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Where inference ran, where the answer names a restricted region; null for anywhere.</summary>
    public string? Region { get; init; }

    /// <summary>What models other than this one consumed on its behalf (an advisor's turns); null if there were none.</summary>
    internal IReadOnlyDictionary<string, TokenUsage>? OtherModels { get; init; }
}
