namespace SkRouter.Budgets;

/// <summary>A store in which budgets can be set for every process that uses it, now and after a restart.</summary>
internal interface ISettableBudgets : IStoredBudgets
{
    /// <summary>Sets a budget, in place of the one with the same scope and window.</summary>
    void Set(Budget budget);

    /// <returns>False if the store has no such budget.</returns>
    bool Remove(BudgetScope scope, BudgetWindow window);
}
