using SkRouter.Budgets;
using SkRouter.Pipeline;

namespace SkRouter.AspNetCore.Embeddings;

/// <summary>What is held for a request for embeddings, in its run and in every budget that it falls under, until it is booked.</summary>
/// <param name="budgets">The budgets.</param>
/// <param name="reservation">What the store holds; null if nothing.</param>
/// <param name="run">The run that pays; null if none does.</param>
/// <param name="heldUsd">What the run holds.</param>
internal sealed class EmbeddingHold(
    RouterBudgets budgets,
    BudgetReservation? reservation,
    RouterRun? run,
    decimal heldUsd
)
{
    public async ValueTask SettleAsync(DecisionRecord record)
    {
        var cost = record.Attempts.Sum(attempt => attempt.CostUsd ?? 0);
        run?.Purse.Settle(heldUsd, cost);
        if (reservation is not null)
        {
            // The caller's token is not asked: what was spent must be in the ledger.
            budgets.Observe(
                await budgets
                    .Store.SettleAsync(
                        reservation,
                        [.. Enumerable.Repeat(cost, reservation.Lines.Count)],
                        CancellationToken.None
                    )
                    .ConfigureAwait(false)
            );
        }
    }
}
