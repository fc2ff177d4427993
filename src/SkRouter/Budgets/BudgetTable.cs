using System.Collections.Frozen;

namespace SkRouter.Budgets;

/// <summary>The budgets by whose spend they limit. Immutable.</summary>
internal sealed class BudgetTable
{
    private readonly FrozenDictionary<BudgetScope, Budget[]> _byScope;

    private BudgetTable(IReadOnlyList<Budget> all)
    {
        All = all;
        _byScope = all.GroupBy(budget => budget.Scope, BudgetScopeComparer.Instance)
            .ToFrozenDictionary(
                scope => scope.Key,
                scope => scope.ToArray(),
                BudgetScopeComparer.Instance
            );
    }

    public static BudgetTable Empty { get; } = new([]);

    public IReadOnlyList<Budget> All { get; }

    public bool IsEmpty => All.Count == 0;

    public static BudgetTable Of(IReadOnlyList<Budget> budgets) => new(budgets);

    /// <summary>Whether one takes the place of the other.</summary>
    public static bool IsSame(Budget one, Budget other) =>
        BudgetScopeComparer.Instance.Equals(one.Scope, other.Scope) && one.Window == other.Window;

    /// <summary>The budgets of several scopes.</summary>
    public List<Budget> Find(IEnumerable<BudgetScope> scopes)
    {
        var found = new List<Budget>();
        foreach (var scope in scopes)
        {
            Add(scope, found);
        }

        return found;
    }

    /// <summary>Adds the budgets of a scope: its own, else those that each one of its kind has.</summary>
    public void Add(BudgetScope scope, List<Budget> found)
    {
        if (_byScope.TryGetValue(scope, out var own))
        {
            found.AddRange(own);
        }
        else if (_byScope.TryGetValue(scope.ToEach(), out var each))
        {
            foreach (var budget in each)
            {
                found.Add(budget with { Scope = scope });
            }
        }
    }
}
