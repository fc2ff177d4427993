using SkRouter.Budgets;
using SkRouter.Catalog;

namespace SkRouter.DependencyInjection;

/// <summary>The budgets that the options state: what is wrong with them, and what they are.</summary>
internal static class ConfiguredBudgets
{
    public static void Check(
        SkRouterOptions options,
        DeploymentCatalog catalog,
        List<string> faults
    )
    {
        var places = new Dictionary<(BudgetScope, BudgetWindow), string>();
        foreach (var (name, role) in options.Roles)
        {
            // The role's own faults are found with everything else of it.
            if (role.Budget is { } own && own.Faults($"role '{name}': Budget").Count == 0)
            {
                places[Key(own.ToBudget(new(BudgetScopeKind.Role, name)))] = $"role '{name}'";
            }
        }

        foreach (var (name, budget) in options.Budgets)
        {
            var place = $"budget '{name}'";
            var own = budget.Faults(place);
            own.AddRange(FaultsOf(place, budget.ToScope(), options, catalog));
            faults.AddRange(own);
            if (own.Count == 0 && !places.TryAdd(Key(budget.ToBudget(budget.ToScope())), place))
            {
                faults.Add(
                    $"{place} has the scope and window of {places[Key(budget.ToBudget(budget.ToScope()))]}: keep one"
                );
            }
        }
    }

    public static IEnumerable<Budget> Of(SkRouterOptions options) =>
        options
            .Roles.Where(role => role.Value.Budget is not null)
            .Select(role => OfRole(role.Key, role.Value.Budget!))
            .Concat(options.Budgets.Values.Select(budget => budget.ToBudget(budget.ToScope())));

    public static Budget OfRole(string role, BudgetOptions budget) =>
        budget.ToBudget(new(BudgetScopeKind.Role, role));

    private static IEnumerable<string> FaultsOf(
        string place,
        BudgetScope scope,
        SkRouterOptions options,
        DeploymentCatalog catalog
    )
    {
        if (scope.Fault is { } fault)
        {
            yield return $"{place}: {fault}";
        }
        else if (
            scope is { Kind: BudgetScopeKind.Role, IsEach: false }
            && options.Roles.Count > 0
            && !options.Roles.ContainsKey(scope.Name)
        )
        {
            yield return $"{place} is for role '{scope.Name}', but there is no such role; roles: {string.Join(", ", options.Roles.Keys)}";
        }
        else if (
            scope is { Kind: BudgetScopeKind.Deployment, IsEach: false }
            && catalog.All.Count > 0
            && !catalog.All.Any(known =>
                known.Key.Equals(scope.Name, StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            yield return $"{place} is for deployment '{scope.Name}', but there is no such deployment; registered: {string.Join(", ", catalog.All.Select(known => known.Key))}";
        }
    }

    private static (BudgetScope, BudgetWindow) Key(Budget budget) =>
        (
            budget.Scope.Kind is BudgetScopeKind.Role or BudgetScopeKind.Deployment
                ? budget.Scope with
                {
                    Name = budget.Scope.Name.ToUpperInvariant(),
                }
                : budget.Scope,
            budget.Window
        );
}
