namespace SkRouter.Budgets;

/// <summary>A store that also keeps budgets themselves, which others may change while this process runs.</summary>
internal interface IStoredBudgets
{
    IReadOnlyList<Budget> Read();
}
