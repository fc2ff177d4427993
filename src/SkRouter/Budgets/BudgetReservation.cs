namespace SkRouter.Budgets;

/// <summary>Money to be held for one round trip, in every budget that it falls under.</summary>
/// <param name="Id">Tells it from every other.</param>
/// <param name="Lines">What it wants of each budget; no budget twice.</param>
/// <param name="At">When it is made. What the round trip costs counts for the window of this instant.</param>
/// <param name="ExpiresAt">When it is given up if nobody settles it.</param>
public sealed record BudgetReservation(
    string Id,
    IReadOnlyList<BudgetLine> Lines,
    DateTimeOffset At,
    DateTimeOffset ExpiresAt
);
