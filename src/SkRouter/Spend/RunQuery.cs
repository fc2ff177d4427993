namespace SkRouter.Spend;

/// <summary>Which runs to list.</summary>
public sealed record RunQuery
{
    /// <summary>Only runs whose first round trip began at this time or later; null for no limit.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only runs whose first round trip began before this time; null for no limit.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>At most this many.</summary>
    public int Count { get; init; } = 20;

    internal bool Matches(RunSpend run) =>
        (Since is not { } since || run.StartedAt >= since)
        && (Until is not { } until || run.StartedAt < until);
}
