namespace SkRouter.Budgets;

/// <summary>How a budget stands.</summary>
/// <param name="Budget">The budget.</param>
/// <param name="SpentUsd">Settled in the current window, in USD.</param>
/// <param name="ReservedUsd">Held for round trips under way, in USD.</param>
/// <param name="ResetsAt">When its window ends, or for a rolling one when its oldest spend stops to count; null for never.</param>
public sealed record BudgetState(
    Budget Budget,
    decimal SpentUsd,
    decimal ReservedUsd,
    DateTimeOffset? ResetsAt
)
{
    /// <summary>The share of the limit, in percent (80 or 100), that was reached just now and for the first time in the window; null otherwise.</summary>
    public int? ReachedPercent { get; init; }

    /// <summary>What can still be held, in USD; not below zero.</summary>
    public decimal RemainingUsd => Math.Max(0, Budget.LimitUsd - SpentUsd - ReservedUsd);
}
