namespace SkRouter.Spend;

/// <summary>What was spent within one slot of time.</summary>
/// <param name="From">When the slot begins, in the time zone asked for.</param>
/// <param name="Row">The sum over the round trips that began in it.</param>
public sealed record SpendPoint(DateTimeOffset From, SpendRow Row);
