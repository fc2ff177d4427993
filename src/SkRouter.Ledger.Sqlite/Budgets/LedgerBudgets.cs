using SkRouter.Budgets;
using SkRouter.Ledger.Sqlite.Storage;

namespace SkRouter.Ledger.Sqlite.Budgets;

/// <summary>The budgets of a ledger's file, for those who look after it from outside of the app.</summary>
internal sealed class LedgerBudgets(string path, TimeProvider time)
{
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(30);

    /// <summary>Every budget that was used or was set in the file, with what it has spent and holds, and whether it was set there.</summary>
    public IReadOnlyList<(BudgetState State, bool IsSet)> List()
    {
        using var connection = LedgerFile.OpenToRead(path, Busy);
        using var sql = new BudgetSql(connection);
        if (!HasTables(sql))
        {
            return [];
        }

        var now = time.GetUtcNow();
        var set = StoredBudgets.Read(connection);
        var used = StoredBudgets.Used(sql);
        return
        [
            .. set.Concat(used.Where(budget => !set.Any(own => IsSame(own, budget))))
                .Select(budget => (State(sql, budget, now), set.Any(own => IsSame(own, budget)))),
        ];
    }

    /// <summary>Sets a budget, which apps that run on the file go by within seconds.</summary>
    public void Set(Budget budget) => StoredBudgets.Set(OpenToWrite(), budget, time.GetUtcNow());

    /// <returns>False if the file has no such budget.</returns>
    public bool Remove(BudgetScope scope, BudgetWindow window) =>
        StoredBudgets.Remove(OpenToWrite(), new(scope, 0, window), time.GetUtcNow());

    private static BudgetState State(BudgetSql sql, Budget budget, DateTimeOffset now) =>
        CountRow.Read(sql, budget, now, make: false)?.Describe()
        ?? new(budget, 0, 0, budget.Window.LeavesAt(budget.Window.SlotOf(now), now));

    private static bool HasTables(BudgetSql sql) =>
        sql.For("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'budgets'")
            .ExecuteScalar()
            is > 0L;

    private static bool IsSame(Budget one, Budget other) =>
        one.Scope == other.Scope && one.Window == other.Window;

    private Microsoft.Data.Sqlite.SqliteConnection OpenToWrite()
    {
        // A file that is missing is a wrong path, not one to be made.
        LedgerFile.OpenToRead(path, Busy).Dispose();
        return LedgerFile.OpenToWrite(path, Durability.Strict, Busy);
    }
}
