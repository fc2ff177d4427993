using SkRouter.Spend;

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

    /// <summary>Whether <see cref="ReachedPercent"/> is told because a call did not fit into what was left, though less than the limit may be spent.</summary>
    public bool Refused { get; init; }

    /// <summary>What can still be held, in USD; not below zero.</summary>
    public decimal RemainingUsd => Math.Max(0, Budget.LimitUsd - SpentUsd - ReservedUsd);

    /// <summary>The figures in words, with as many decimals as they have.</summary>
    internal string InWords
    {
        get
        {
            var reset = ResetsAt is { } at
                ? FormattableString.Invariant($"{at:u}")
                : "never by itself";
            return $"limit {UsdText.Of(Budget.LimitUsd)} USD ({Budget.Window}), spent {UsdText.Of(SpentUsd)}, reserved {UsdText.Of(ReservedUsd)}; resets: {reset}";
        }
    }
}
