using SkRouter.Spend;

namespace SkRouter.Cli.Commands.Spend;

/// <summary>One row of the answer, with everything in it that is told to machines.</summary>
internal sealed record SpendLine
{
    private const double Median = 0.5;
    private const double Slow = 0.95;

    /// <summary>The agent, role, ... or when the slot begins; null where it is not known.</summary>
    public required string? Name { get; init; }

    public required long RoundTrips { get; init; }

    public required long Unanswered { get; init; }

    public required long Attempts { get; init; }

    public required long Fallbacks { get; init; }

    public required long InputTokens { get; init; }

    public required long CacheReadTokens { get; init; }

    public required long OutputTokens { get; init; }

    /// <summary>Whether some of the tokens are estimates.</summary>
    public required bool Estimated { get; init; }

    public required decimal CostUsd { get; init; }

    public required decimal BaselineUsd { get; init; }

    public required decimal SavedUsd { get; init; }

    /// <summary>Round trips whose price is unknown; they are not in the cost.</summary>
    public required long Unpriced { get; init; }

    public required double? LatencyMedianMs { get; init; }

    public required double? LatencyP95Ms { get; init; }

    public required double? FirstTokenMedianMs { get; init; }

    public required double? FirstTokenP95Ms { get; init; }

    public static SpendLine Of(string? name, SpendRow row) =>
        new()
        {
            Name = name,
            RoundTrips = row.RoundTrips,
            Unanswered = row.Unanswered,
            Attempts = row.Attempts,
            Fallbacks = row.Fallbacks,
            InputTokens = row.Usage.InputTokens,
            CacheReadTokens = row.Usage.CacheReadTokens,
            OutputTokens = row.Usage.OutputTokens,
            Estimated = row.Usage.Estimated,
            CostUsd = row.CostUsd,
            BaselineUsd = row.BaselineUsd,
            SavedUsd = row.SavedUsd,
            Unpriced = row.Unpriced,
            LatencyMedianMs = Milliseconds(row.Latency, Median),
            LatencyP95Ms = Milliseconds(row.Latency, Slow),
            FirstTokenMedianMs = Milliseconds(row.TimeToFirstToken, Median),
            FirstTokenP95Ms = Milliseconds(row.TimeToFirstToken, Slow),
        };

    private static double? Milliseconds(LatencyHistogram histogram, double share) =>
        histogram.Percentile(share)?.TotalMilliseconds;
}
