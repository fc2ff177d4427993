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
    /// What that cost, in USD, by the price of the deployment or, where none is known, by <see cref="BilledUsd"/>; null if it consumed
    /// nothing or neither is known.
    /// </summary>
    public decimal? CostUsd { get; init; }

    /// <summary>What the provider or gateway says it billed, in USD (OpenRouter, LiteLLM, ...); null unless it says so.</summary>
    public decimal? BilledUsd { get; init; }
}
