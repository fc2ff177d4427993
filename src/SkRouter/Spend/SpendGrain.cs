namespace SkRouter.Spend;

/// <summary>The width of a slot in sums over time.</summary>
public enum SpendGrain
{
    /// <summary>Full hours.</summary>
    Hour,

    /// <summary>Calendar days, of 23 or 25 hours where the clock changes.</summary>
    Day,
}
