namespace SkRouter.Spend;

/// <summary>A sum over round trips. Dimensions that were not asked for are null.</summary>
public sealed record SpendRow
{
    /// <summary>The agent.</summary>
    public string? Agent { get; init; }

    /// <summary>The role.</summary>
    public string? Role { get; init; }

    /// <summary>The model that answered; null also where none did.</summary>
    public string? Model { get; init; }

    /// <summary>The deployment that answered; null also where none did.</summary>
    public string? Deployment { get; init; }

    /// <summary>The run.</summary>
    public string? Run { get; init; }

    /// <summary>The tenant; null also where nobody said.</summary>
    public string? Tenant { get; init; }

    /// <summary>Who runs the deployment that answered; null also where none did or that is unknown.</summary>
    public string? Provider { get; init; }

    /// <summary>The value of the tag that the query names; null also where older sums no longer tell values apart.</summary>
    public string? Tag { get; init; }

    /// <summary>Round trips.</summary>
    public long RoundTrips { get; init; }

    /// <summary>Round trips that failed, were cancelled or abandoned.</summary>
    public long Unanswered { get; init; }

    /// <summary>Attempts, over all round trips.</summary>
    public long Attempts { get; init; }

    /// <summary>Round trips that another deployment answered than the first that was tried.</summary>
    public long Fallbacks { get; init; }

    /// <summary>What was consumed.</summary>
    public required TokenUsage Usage { get; init; }

    /// <summary>What it cost, in USD, as far as prices are known; see <see cref="Unpriced"/>.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>What always using the role's strongest candidate would have cost, in USD.</summary>
    public decimal BaselineUsd { get; init; }

    /// <summary>
    /// What was saved against the baseline, in USD: baseline less cost, of the round trips for which both are known. Negative where
    /// routing cost more.
    /// </summary>
    public decimal SavedUsd { get; init; }

    /// <summary>How long the answered round trips took.</summary>
    public LatencyHistogram Latency { get; init; } = LatencyHistogram.None;

    /// <summary>How long the streamed ones took to their first token.</summary>
    public LatencyHistogram TimeToFirstToken { get; init; } = LatencyHistogram.None;

    /// <summary>Round trips of unknown price, which are not in <see cref="CostUsd"/>.</summary>
    public long Unpriced { get; init; }
}
