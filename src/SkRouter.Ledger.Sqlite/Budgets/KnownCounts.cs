using SkRouter.Budgets;

namespace SkRouter.Ledger.Sqlite.Budgets;

/// <summary>Which budgets one for each of a kind has become.</summary>
internal static class KnownCounts
{
    public static IReadOnlyList<Budget> Of(BudgetSql sql, Budget budget)
    {
        if (!budget.Scope.IsEach)
        {
            return [budget];
        }

        var known = new List<Budget>();
        using var rows = sql.For(
                "SELECT name FROM budget_counts WHERE scope = $0 AND window = $1 ORDER BY name",
                budget.Scope.Kind.ToString(),
                budget.Window.ToString()
            )
            .ExecuteReader();
        while (rows.Read())
        {
            var scope = budget.Scope with { Name = rows.GetString(0) };
            if (budget.Scope.StandsFor(scope))
            {
                known.Add(budget with { Scope = scope });
            }
        }

        return known;
    }
}
