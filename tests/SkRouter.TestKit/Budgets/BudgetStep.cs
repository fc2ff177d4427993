namespace SkRouter.TestKit.Budgets;

/// <summary>One thing that happens to a store of budgets: a kind, and numbers that say what exactly.</summary>
/// <param name="Kind">Reserve, settle, crash, pass time, or edit.</param>
/// <param name="Which">Which reservation, or which budgets.</param>
/// <param name="Cents">How much.</param>
public readonly record struct BudgetStep(int Kind, int Which, int Cents);
