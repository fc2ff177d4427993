using SkRouter.Pipeline;

namespace SkRouter.Spend;

/// <summary>One combination of dimensions.</summary>
internal readonly record struct SpendKey
{
    public string? Agent { get; init; }

    public string? Role { get; init; }

    public string? Model { get; init; }

    public string? Deployment { get; init; }

    public string? Run { get; init; }

    public string? Tenant { get; init; }

    public string? Provider { get; init; }

    /// <summary>The tag that the sum is for; null for a sum over everything, tagged or not.</summary>
    public string? TagKey { get; init; }

    public string? Tag { get; init; }

    public static SpendKey Of(DecisionRecord record) =>
        new()
        {
            Agent = record.Agent,
            Role = record.Role,
            Model = record.Model,
            Deployment = record.Deployment,
            Run = record.Run,
            Tenant = record.Tenant,
            Provider = record.Provider,
        };

    public bool Matches(SpendQuery query) =>
        TagKey == query.TagKey
        && (query.TagValue is null || query.TagValue == Tag)
        && (query.Run is null || query.Run == Run)
        && (query.Role is null || query.Role == Role)
        && (query.Agent is null || query.Agent == Agent)
        && (query.Tenant is null || query.Tenant == Tenant)
        && (query.Model is null || query.Model == Model)
        && (query.Deployment is null || query.Deployment == Deployment)
        && (query.Provider is null || query.Provider == Provider);

    public SpendKey Reduce(SpendDimension by) =>
        new()
        {
            Agent = by.HasFlag(SpendDimension.Agent) ? Agent : null,
            Role = by.HasFlag(SpendDimension.Role) ? Role : null,
            Model = by.HasFlag(SpendDimension.Model) ? Model : null,
            Deployment = by.HasFlag(SpendDimension.Deployment) ? Deployment : null,
            Run = by.HasFlag(SpendDimension.Run) ? Run : null,
            Tenant = by.HasFlag(SpendDimension.Tenant) ? Tenant : null,
            Provider = by.HasFlag(SpendDimension.Provider) ? Provider : null,
            Tag = by.HasFlag(SpendDimension.Tag) ? Tag : null,
        };
}
