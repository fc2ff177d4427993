using System.Collections.Concurrent;

namespace SkRouter.Budgets;

/// <summary>
/// Lets each budget begin with what was spent in its window before this process used it. A budget for each run begins with its run, so that
/// nothing was spent before it.
/// </summary>
internal sealed class BudgetBeginnings(IBudgetStore store, BudgetHistory history, TimeProvider time)
{
    private readonly ConcurrentDictionary<(BudgetScope, BudgetWindow), bool> _begun = new();

    /// <param name="budgets">Those to use.</param>
    /// <param name="named">Those that somebody set, which tells a run's own budget from one for each run.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public ValueTask BeginAsync(
        List<Budget> budgets,
        IReadOnlyList<Budget> named,
        CancellationToken cancellationToken
    )
    {
        foreach (var budget in budgets)
        {
            if (IsNew(budget, named))
            {
                return BeginNewAsync(budgets, named, cancellationToken);
            }
        }

        return default;
    }

    /// <summary>The budget was set anew: then what was spent without it counts too.</summary>
    public void Forget(Budget budget) => _begun.TryRemove(KeyOf(budget), out _);

    private async ValueTask BeginNewAsync(
        List<Budget> budgets,
        IReadOnlyList<Budget> named,
        CancellationToken cancellationToken
    )
    {
        foreach (var budget in budgets.Where(budget => IsNew(budget, named)))
        {
            var spent = await history
                .ReadAsync(budget, time.GetUtcNow(), cancellationToken)
                .ConfigureAwait(false);
            if (spent.Count > 0)
            {
                await store.BeginAsync(budget, spent, cancellationToken).ConfigureAwait(false);
            }

            _begun.TryAdd(KeyOf(budget), true);
        }
    }

    private bool IsNew(Budget budget, IReadOnlyList<Budget> named) =>
        !_begun.ContainsKey(KeyOf(budget))
        && (budget.Scope.Kind is not BudgetScopeKind.Run || named.Contains(budget));

    private static (BudgetScope Scope, BudgetWindow Window) KeyOf(Budget budget) =>
        (budget.Scope, budget.Window);
}
