using SkRouter.Pipeline;

namespace SkRouter.Spend;

/// <summary>Which records to read, page by page.</summary>
public sealed record RecordQuery
{
    /// <summary>Only of this run; null for all.</summary>
    public string? Run { get; init; }

    /// <summary>Only of this role; null for all.</summary>
    public string? Role { get; init; }

    /// <summary>Only of this agent; null for all.</summary>
    public string? Agent { get; init; }

    /// <summary>Only of this tenant; null for all.</summary>
    public string? Tenant { get; init; }

    /// <summary>Only what this model answered; null for all.</summary>
    public string? Model { get; init; }

    /// <summary>Only what this deployment answered; null for all.</summary>
    public string? Deployment { get; init; }

    /// <summary>Only with this end; null for all.</summary>
    public RoundTripOutcome? Outcome { get; init; }

    /// <summary>Only what began at this time or later; null for no limit.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only what began before this time; null for no limit.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Where to go on: <see cref="RecordPage.Next"/> of the page before; null for the newest.</summary>
    public string? After { get; init; }

    /// <summary>At most this many.</summary>
    public int Count { get; init; } = 100;

    internal bool Matches(DecisionRecord record) =>
        (Run is null || Run == record.Run)
        && (Role is null || Role == record.Role)
        && (Agent is null || Agent == record.Agent)
        && (Tenant is null || Tenant == record.Tenant)
        && (Model is null || Model == record.Model)
        && (Deployment is null || Deployment == record.Deployment)
        && (Outcome is null || Outcome == record.Outcome)
        && (Since is not { } since || record.StartedAt >= since)
        && (Until is not { } until || record.StartedAt < until);
}
