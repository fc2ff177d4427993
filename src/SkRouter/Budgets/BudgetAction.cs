namespace SkRouter.Budgets;

/// <summary>What happens to a round trip whose worst case does not fit into what is left of a budget.</summary>
public enum BudgetAction
{
    /// <summary>It is refused with a <see cref="BudgetExceededException"/> before anyone is asked.</summary>
    Refuse,

    /// <summary>
    /// It goes to cheaper candidates that fit; where there is none it is refused. Where roles of different priority share the
    /// budget, the lesser ones go to cheaper candidates before it is used up.
    /// </summary>
    Degrade,

    /// <summary>It goes ahead; its record, the log and an event say so.</summary>
    Warn,
}
