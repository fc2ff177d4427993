namespace SkRouter.Budgets;

/// <summary>A store that also keeps budgets themselves, which others may change while this process runs.</summary>
internal interface IStoredBudgets
{
    /// <summary>The budgets that were set in the store.</summary>
    IReadOnlyList<Budget> Read();
}
