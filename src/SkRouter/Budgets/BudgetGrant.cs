namespace SkRouter.Budgets;

/// <summary>A store's answer to a reservation.</summary>
/// <param name="HeldUsd">What is held in each budget, in the order of the lines, in USD; empty if nothing is.</param>
/// <param name="States">How each budget stands now, in the order of the lines.</param>
/// <param name="Full">How the first budget stands that the reservation does not fit into; null if it is held.</param>
public sealed record BudgetGrant(
    IReadOnlyList<decimal> HeldUsd,
    IReadOnlyList<BudgetState> States,
    BudgetState? Full
);
