namespace SkRouter.Budgets;

/// <summary>Names of roles and deployments are the same in any case, as everywhere; those that the app makes up are not.</summary>
internal sealed class BudgetScopeComparer : IEqualityComparer<BudgetScope>
{
    public static BudgetScopeComparer Instance { get; } = new();

    public bool Equals(BudgetScope x, BudgetScope y) =>
        x.Kind == y.Kind && NamesOf(x.Kind).Equals(x.Name, y.Name);

    public int GetHashCode(BudgetScope obj) =>
        HashCode.Combine(obj.Kind, NamesOf(obj.Kind).GetHashCode(obj.Name));

    private static StringComparer NamesOf(BudgetScopeKind kind) =>
        kind is BudgetScopeKind.Role or BudgetScopeKind.Deployment
            ? StringComparer.OrdinalIgnoreCase
            : StringComparer.Ordinal;
}
