namespace SkRouter.Spend;

/// <summary>Which runs to list.</summary>
public sealed record RunQuery
{
    /// <summary>Only runs whose first round trip began at this time or later; null for no limit.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only runs whose first round trip began before this time; null for no limit.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only runs of at least this many round trips. A call that belongs to no run is booked as one of its own; 2 leaves such calls out.</summary>
    public int LeastRoundTrips { get; init; } = 1;

    /// <summary>At most this many.</summary>
    public int Count { get; init; } = 20;

    internal bool Matches(RunSpend run) =>
        (Since is not { } since || run.StartedAt >= since)
        && (Until is not { } until || run.StartedAt < until)
        && run.Sum.RoundTrips >= LeastRoundTrips;
}
