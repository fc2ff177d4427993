namespace SkRouter.Spend;

/// <summary>Which round trips to sum up, and how to tell them apart.</summary>
public sealed record SpendQuery
{
    /// <summary>By what to tell them apart.</summary>
    public SpendDimension By { get; init; }

    /// <summary>Only of this run; null for all.</summary>
    public string? Run { get; init; }

    /// <summary>Only of this role; null for all.</summary>
    public string? Role { get; init; }

    /// <summary>Only of this agent; null for all.</summary>
    public string? Agent { get; init; }

    /// <summary>Only of this tenant; null for all.</summary>
    public string? Tenant { get; init; }
}
