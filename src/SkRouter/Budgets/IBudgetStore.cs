namespace SkRouter.Budgets;

/// <summary>
/// Counts what budgets have spent and hold. Counts belong to a scope and a window: another limit keeps them, another window
/// begins with none. Several processes may share a store; every method is atomic.
/// </summary>
public interface IBudgetStore
{
    /// <summary>
    /// Holds money in every budget of the reservation, or in none. A budget that keeps its limit gives what it has left, between the
    /// least and the most that is wanted; one that only warns, or a shadow, gives the most.
    /// </summary>
    /// <param name="reservation">What to hold; its id is new.</param>
    /// <param name="cancellationToken">Gives up waiting; then nothing is held.</param>
    ValueTask<BudgetGrant> ReserveAsync(
        BudgetReservation reservation,
        CancellationToken cancellationToken = default
    );

    /// <summary>Ends a reservation and counts what was really spent, also if it has expired by now. To be called once.</summary>
    /// <param name="reservation">The reservation.</param>
    /// <param name="costsUsd">What was spent of each budget, in the order of the lines, in USD; 0 to give all of it back.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>How each budget stands now, in the order of the lines.</returns>
    ValueTask<IReadOnlyList<BudgetState>> SettleAsync(
        BudgetReservation reservation,
        IReadOnlyList<decimal> costsUsd,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Raises what a budget has spent to what the ledger knows, for a budget that was set after its window had begun. What is counted already
    /// stays if it is more. A store that does not do this counts from the first call under the budget.
    /// </summary>
    /// <param name="budget">The budget; for one scope, not for each of a kind.</param>
    /// <param name="spent">What was spent in its current window.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask BeginAsync(
        Budget budget,
        IReadOnlyList<BudgetSpend> spent,
        CancellationToken cancellationToken = default
    ) => default;

    /// <summary>How budgets stand now. One for each of its kind (<c>*</c>) gives a state for each that is known.</summary>
    /// <param name="budgets">Which.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<IReadOnlyList<BudgetState>> ReadAsync(
        IReadOnlyList<Budget> budgets,
        CancellationToken cancellationToken = default
    );
}
