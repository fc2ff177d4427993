using SkRouter.Budgets;

namespace SkRouter.DependencyInjection;

/// <summary>A budget as a configuration section binds it, with whose spend it limits.</summary>
public sealed class ScopedBudgetOptions : BudgetOptions
{
    /// <summary>What <see cref="Name"/> names.</summary>
    public BudgetScopeKind Scope { get; set; }

    /// <summary>The role, agent, run, tenant or deployment, or <c>key=value</c> for a tag; <c>*</c> for each one. See <see cref="BudgetScope"/>.</summary>
    public string? Name { get; set; }

    internal BudgetScope ToScope() => new(Scope, Name ?? "");
}
