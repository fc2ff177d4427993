namespace SkRouter.Budgets;

/// <summary>A limit on spend.</summary>
/// <param name="Scope">Whose spend.</param>
/// <param name="LimitUsd">How much, in USD; not negative.</param>
/// <param name="Window">Over which time.</param>
public sealed record Budget(BudgetScope Scope, decimal LimitUsd, BudgetWindow Window)
{
    /// <summary>What happens to a round trip whose worst case does not fit into what is left.</summary>
    public BudgetAction Action { get; init; } = BudgetAction.Refuse;

    /// <summary>Only report what the action would have done; nothing is held back.</summary>
    public bool Shadow { get; init; }

    /// <summary>Whether the limit is kept: nothing is spent that does not fit.</summary>
    internal bool Holds => Action is not BudgetAction.Warn && !Shadow;
}
