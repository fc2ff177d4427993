namespace SkRouter.Budgets;

/// <summary>What happens in a run that is out of money.</summary>
public enum OnExhausted
{
    /// <summary>A further round trip is refused with a <see cref="BudgetExceededException"/>.</summary>
    Refuse,

    /// <summary>
    /// Each agent gets one last short answer without tools, as long as what is held back for that lasts (a tenth of the budget);
    /// after it, round trips are refused. The record says which answer was the last.
    /// </summary>
    LastAnswer,
}
