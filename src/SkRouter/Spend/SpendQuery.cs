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

    /// <summary>Only what this model answered; null for all.</summary>
    public string? Model { get; init; }

    /// <summary>Only what this deployment answered; null for all.</summary>
    public string? Deployment { get; init; }

    /// <summary>Only what this provider's deployments answered; null for all.</summary>
    public string? Provider { get; init; }

    /// <summary>Only with this tag, which <see cref="SpendDimension.Tag"/> needs; null for all, tagged or not.</summary>
    public string? TagKey { get; init; }

    /// <summary>Only with this value of the tag <see cref="TagKey"/>; null for every value.</summary>
    public string? TagValue { get; init; }

    /// <summary>Only what began at this time or later; null for no limit.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only what began before this time; null for no limit.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>By what is told apart or chosen: the grouping, and everything that has a filter.</summary>
    internal SpendDimension Concerned =>
        By
        | If(Run, SpendDimension.Run)
        | If(Role, SpendDimension.Role)
        | If(Agent, SpendDimension.Agent)
        | If(Tenant, SpendDimension.Tenant)
        | If(Model, SpendDimension.Model)
        | If(Deployment, SpendDimension.Deployment)
        | If(Provider, SpendDimension.Provider)
        | If(TagKey, SpendDimension.Tag);

    /// <summary>Throws unless the query makes sense.</summary>
    internal static void Verify(SpendQuery query)
    {
        if (
            query.TagKey is null
            && (query.TagValue is not null || query.By.HasFlag(SpendDimension.Tag))
        )
        {
            throw new ArgumentException(
                "A query by tag, or for a tag's value, must name the tag in TagKey.",
                nameof(query)
            );
        }
    }

    private static SpendDimension If(string? filter, SpendDimension dimension) =>
        filter is null ? SpendDimension.None : dimension;

    internal bool Holds(DateTimeOffset time) =>
        (Since is not { } since || time >= since) && (Until is not { } until || time < until);
}
