using Microsoft.Extensions.Logging;
using SkRouter.Pipeline;
using SkRouter.Routing;
using SkRouter.Telemetry;

namespace SkRouter.Budgets;

/// <summary>
/// All that is held for one round trip, until its record is settled. A filter may let it pass the stages more than once: each pass
/// holds its own worst case, and what all of them cost is booked once.
/// </summary>
internal sealed class BudgetHold(RouterBudgets budgets, ILogger<ModelRouter> logger)
{
    private readonly List<BudgetReservation> _passes = [];
    private readonly List<(RouterRun Run, decimal HeldUsd)> _runs = [];
    private decimal _held;
    private int _reservations;

    /// <summary>A number for a further reservation of the same round trip.</summary>
    public int Next() => _reservations++;

    /// <param name="reservation">What the store holds.</param>
    /// <param name="run">The run that pays.</param>
    /// <param name="fromRun">What that run holds.</param>
    /// <param name="heldUsd">What the pass may cost in all.</param>
    public void Add(
        BudgetReservation? reservation,
        RouterRun? run,
        decimal? fromRun,
        decimal heldUsd
    )
    {
        _held += heldUsd;
        if (reservation is not null)
        {
            _passes.Add(reservation);
        }

        if (run is not null && fromRun is { } held)
        {
            _runs.Add((run, held));
        }
    }

    public async ValueTask SettleAsync(DecisionRecord record)
    {
        var total = CostOf(record, deployment: null);
        if (total > _held)
        {
            logger.CostMoreThanHeld(record.Id, total, _held);
        }

        for (var i = 0; i < _runs.Count; i++)
        {
            SettleRun(_runs[i].Run, _runs[i].HeldUsd, i == 0 ? total : null);
        }

        // The first pass books, so that nothing is let go of before the cost is on the books.
        var booked = new HashSet<(BudgetScope, BudgetWindow)>();
        foreach (var pass in _passes)
        {
            var costs = new decimal[pass.Lines.Count];
            for (var i = 0; i < costs.Length; i++)
            {
                var budget = pass.Lines[i].Budget;
                if (booked.Add((budget.Scope, budget.Window)))
                {
                    costs[i] = CostOf(record, BudgetPlan.DeploymentOf(budget));
                }
            }

            // The caller's token is not asked: what was spent must be on the books.
            budgets.Observe(
                await budgets
                    .Store.SettleAsync(pass, costs, CancellationToken.None)
                    .ConfigureAwait(false)
            );
        }
    }

    private void SettleRun(RouterRun run, decimal held, decimal? cost)
    {
        if (cost is not { } usd)
        {
            run.Purse.Release(held);
            return;
        }

        run.Purse.Settle(held, usd);
        for (var paying = run; paying is not null; paying = paying.Around)
        {
            if (paying.Purse.NextForecast() is { } roundTrip)
            {
                budgets.Tell(new(paying, roundTrip));
            }
        }
    }

    private static decimal CostOf(DecisionRecord record, string? deployment)
    {
        decimal sum = 0;
        foreach (var attempt in record.Attempts)
        {
            if (
                deployment is null
                || attempt.Deployment.Equals(deployment, StringComparison.OrdinalIgnoreCase)
            )
            {
                sum += attempt.CostUsd ?? 0;
            }
        }

        return sum;
    }
}
