namespace SkRouter.Budgets;

/// <summary>A budget has reached 80 or 100 percent of its limit. Told once for each window.</summary>
/// <param name="state">How it stands.</param>
/// <param name="percent">80; or 100, also where something did not fit into what was left.</param>
public sealed class BudgetAlertEventArgs(BudgetState state, int percent) : EventArgs
{
    /// <summary>How it stands.</summary>
    public BudgetState State { get; } = state;

    /// <summary>80; or 100, also where something did not fit into what was left.</summary>
    public int Percent { get; } = percent;

    /// <summary>Whether it is raised because a call did not fit into what was left, though less than the limit may be spent.</summary>
    public bool Refused => State.Refused;
}
