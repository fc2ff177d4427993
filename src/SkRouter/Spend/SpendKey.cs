namespace SkRouter.Spend;

/// <summary>One combination of dimensions.</summary>
internal readonly record struct SpendKey(
    string? Agent,
    string? Role,
    string? Model,
    string? Deployment,
    string? Run,
    string? Tenant,
    string? Provider
)
{
    public bool Matches(SpendQuery query) =>
        (query.Run is null || query.Run == Run)
        && (query.Role is null || query.Role == Role)
        && (query.Agent is null || query.Agent == Agent)
        && (query.Tenant is null || query.Tenant == Tenant);

    public SpendKey Reduce(SpendDimension by) =>
        new(
            by.HasFlag(SpendDimension.Agent) ? Agent : null,
            by.HasFlag(SpendDimension.Role) ? Role : null,
            by.HasFlag(SpendDimension.Model) ? Model : null,
            by.HasFlag(SpendDimension.Deployment) ? Deployment : null,
            by.HasFlag(SpendDimension.Run) ? Run : null,
            by.HasFlag(SpendDimension.Tenant) ? Tenant : null,
            by.HasFlag(SpendDimension.Provider) ? Provider : null
        );
}
