namespace SkRouter.Budgets;

/// <summary>What a reservation wants of one budget.</summary>
/// <param name="Budget">The budget.</param>
/// <param name="LeastUsd">Less is of no use, in USD: the first attempt at worst.</param>
/// <param name="MostUsd">More is not needed, in USD: every attempt that may follow, each at worst.</param>
public readonly record struct BudgetLine(Budget Budget, decimal LeastUsd, decimal MostUsd);
