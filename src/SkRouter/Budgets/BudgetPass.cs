namespace SkRouter.Budgets;

/// <summary>What is held for one pass of a round trip through the stages.</summary>
/// <param name="Reservation">What the store was asked for; null if no budget applies.</param>
/// <param name="Grant">What it gave.</param>
/// <param name="FromRun">What the open run holds; null if none pays.</param>
/// <param name="UsedUp">Deployments that may not be asked, because their own budgets are used up.</param>
internal readonly record struct BudgetPass(
    BudgetReservation? Reservation,
    BudgetGrant? Grant,
    decimal? FromRun,
    List<HeldShare> UsedUp
);
