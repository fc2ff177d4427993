namespace SkRouter.Budgets;

/// <summary>Whose spend a budget limits.</summary>
public enum BudgetScopeKind
{
    /// <summary>Everything that goes through the router; it has no name.</summary>
    All,

    /// <summary>A role's.</summary>
    Role,

    /// <summary>An agent's.</summary>
    Agent,

    /// <summary>A run's.</summary>
    Run,

    /// <summary>A tenant's.</summary>
    Tenant,

    /// <summary>That of every attempt at one deployment. A round trip passes over a deployment whose budget is used up.</summary>
    Deployment,

    /// <summary>That of every round trip with one tag; its name is <c>key=value</c>.</summary>
    Tag,
}
