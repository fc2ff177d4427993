namespace SkRouter.Budgets;

/// <summary>An amount that was spent, and when.</summary>
/// <param name="At">When.</param>
/// <param name="Usd">How much, in USD.</param>
public readonly record struct BudgetSpend(DateTimeOffset At, decimal Usd);
