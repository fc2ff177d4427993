namespace SkRouter.Budgets;

/// <summary>A stretch of the calendar that a budget is for.</summary>
public enum Period
{
    /// <summary>From full hour to full hour.</summary>
    Hour,

    /// <summary>From midnight to midnight.</summary>
    Day,

    /// <summary>From Monday to Monday.</summary>
    Week,

    /// <summary>From the first of a month to the first of the next.</summary>
    Month,
}
