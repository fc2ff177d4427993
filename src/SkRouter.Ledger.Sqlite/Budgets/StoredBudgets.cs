using Microsoft.Data.Sqlite;
using SkRouter.Budgets;

namespace SkRouter.Ledger.Sqlite.Budgets;

/// <summary>The budgets that were set in the file.</summary>
internal static class StoredBudgets
{
    public static IReadOnlyList<Budget> Read(SqliteConnection connection)
    {
        using var sql = new BudgetSql(connection);
        return Read(
            sql,
            "SELECT scope, name, window, limit_usd, action, shadow FROM budgets ORDER BY scope, name, window"
        );
    }

    /// <summary>Those that were counted, as they were when they were last used.</summary>
    public static IReadOnlyList<Budget> Used(BudgetSql sql) =>
        Read(
            sql,
            "SELECT scope, name, window, limit_usd, action, shadow FROM budget_counts ORDER BY scope, name, window"
        );

    private static List<Budget> Read(BudgetSql sql, string query)
    {
        using var rows = sql.For(query).ExecuteReader();
        var budgets = new List<Budget>();
        while (rows.Read())
        {
            budgets.Add(
                new(
                    new(Enum.Parse<BudgetScopeKind>(rows.GetString(0)), rows.GetString(1)),
                    BudgetSql.Usd(rows, 3),
                    BudgetWindow.Parse(rows.GetString(2))
                )
                {
                    Action = Enum.Parse<BudgetAction>(rows.GetString(4)),
                    Shadow = rows.GetInt64(5) != 0,
                }
            );
        }

        return budgets;
    }

    /// <param name="connection">The file; closed afterwards.</param>
    /// <param name="budget">What to set.</param>
    /// <param name="now">The time.</param>
    public static void Set(SqliteConnection connection, Budget budget, DateTimeOffset now)
    {
        using var owned = connection;
        using var sql = new BudgetSql(connection);
        sql.Run("BEGIN IMMEDIATE");
        sql.Run(
            "INSERT OR REPLACE INTO budgets (scope, name, window, limit_usd, action, shadow) VALUES ($0, $1, $2, $3, $4, $5)",
            budget.Scope.Kind.ToString(),
            budget.Scope.Name,
            budget.Window.ToString(),
            budget.LimitUsd,
            budget.Action.ToString(),
            budget.Shadow ? 1 : 0
        );
        sql.Event(now, budget, "set", DBNull.Value, budget.LimitUsd);
        sql.Run("COMMIT");
    }

    /// <param name="connection">The file; closed afterwards.</param>
    /// <param name="budget">Which; its limit does not matter.</param>
    /// <param name="now">The time.</param>
    /// <returns>False if there was none.</returns>
    public static bool Remove(SqliteConnection connection, Budget budget, DateTimeOffset now)
    {
        using var owned = connection;
        using var sql = new BudgetSql(connection);
        sql.Run("BEGIN IMMEDIATE");
        var removed =
            sql.Run(
                "DELETE FROM budgets WHERE scope = $0 AND name = $1 AND window = $2",
                budget.Scope.Kind.ToString(),
                budget.Scope.Name,
                budget.Window.ToString()
            ) > 0;
        if (removed)
        {
            sql.Event(now, budget, "removed", DBNull.Value, budget.LimitUsd);
        }

        sql.Run("COMMIT");
        return removed;
    }
}
