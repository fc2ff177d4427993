using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SkRouter.Catalog;
using SkRouter.Pipeline;
using SkRouter.Routing;
using SkRouter.Telemetry;

namespace SkRouter.Budgets;

/// <summary>The budgets that hold round trips back. They can be changed while round trips are under way; those keep what they were promised.</summary>
public sealed class RouterBudgets
{
    private readonly ILogger<ModelRouter> _logger;
    private readonly ConcurrentDictionary<Budget, decimal> _remaining = new();
    private ImmutableDictionary<BudgetScope, ImmutableArray<Budget>> _budgets =
        ImmutableDictionary.Create<BudgetScope, ImmutableArray<Budget>>(
            BudgetScopeComparer.Instance
        );

    internal RouterBudgets(
        IBudgetStore store,
        IEnumerable<Budget> budgets,
        ILogger<ModelRouter> logger
    )
    {
        Store = store;
        _logger = logger;
        foreach (var budget in budgets)
        {
            Set(budget);
        }
    }

    /// <summary>A budget has reached 80 or 100 percent of its limit. Raised once for each window, on the thread that settles the round trip.</summary>
    public event EventHandler<BudgetAlertEventArgs>? AlertRaised;

    /// <summary>A run with a budget will soon be out of money. Raised when ten, five and two round trips are left.</summary>
    public event EventHandler<RunForecastEventArgs>? RunForecast;

    internal IBudgetStore Store { get; }

    /// <summary>There is none, so that nothing need be looked up.</summary>
    internal bool AreNone => _budgets.IsEmpty;

    /// <summary>Adds a budget, or replaces the one with the same scope and window; what it has spent stays.</summary>
    /// <param name="budget">The budget.</param>
    /// <exception cref="ArgumentException">The limit is negative, or the scope lacks a name.</exception>
    public void Set(Budget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        if (budget.LimitUsd < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(budget),
                budget.LimitUsd,
                "A limit must not be negative."
            );
        }

        if (budget.Scope.Fault is { } fault)
        {
            throw new ArgumentException(fault, nameof(budget));
        }

        ImmutableInterlocked.AddOrUpdate(
            ref _budgets,
            budget.Scope,
            _ => [budget],
            (_, old) => [.. old.Where(other => other.Window != budget.Window), budget]
        );
        Forget(budget.Scope);
    }

    /// <summary>Removes the budgets of a scope.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="window">Only the one with this window; null for all.</param>
    /// <returns>False if there was none.</returns>
    public bool Remove(BudgetScope scope, BudgetWindow? window = null)
    {
        while (true)
        {
            var budgets = _budgets;
            if (!budgets.TryGetValue(scope, out var own))
            {
                return false;
            }

            var rest = own.RemoveAll(budget => window is null || budget.Window == window);
            if (rest.Length == own.Length)
            {
                return false;
            }

            var without = rest.IsEmpty ? budgets.Remove(scope) : budgets.SetItem(scope, rest);
            if (Interlocked.CompareExchange(ref _budgets, without, budgets) == budgets)
            {
                Forget(scope);
                return true;
            }
        }
    }

    /// <summary>Every budget with what it has spent and holds now; of those for each of a kind, one state for each that is known.</summary>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    public ValueTask<IReadOnlyList<BudgetState>> SnapshotAsync(
        CancellationToken cancellationToken = default
    ) => Store.ReadAsync([.. _budgets.Values.SelectMany(own => own)], cancellationToken);

    /// <summary>What is left of each budget with a name of its own, as last seen.</summary>
    internal IEnumerable<KeyValuePair<Budget, decimal>> Remaining => _remaining;

    /// <summary>The budgets that a round trip falls under, those of the deployments that it may ask included.</summary>
    internal List<Budget> Of(ModelInvocationContext context, IEnumerable<Deployment> reachable)
    {
        var budgets = _budgets;
        var found = new List<Budget>();
        Add(budgets, BudgetScopeKind.All, "", found);
        Add(budgets, BudgetScopeKind.Role, context.Role, found);
        Add(budgets, BudgetScopeKind.Agent, context.Agent, found);
        Add(budgets, BudgetScopeKind.Run, context.Run, found);
        if (context.Tenant is { } tenant)
        {
            Add(budgets, BudgetScopeKind.Tenant, tenant, found);
        }

        foreach (var (key, value) in context.TagsOrNull ?? DecisionRecord.NoTags)
        {
            Add(budgets, BudgetScopeKind.Tag, $"{key}={value}", found);
        }

        foreach (var deployment in reachable)
        {
            Add(budgets, BudgetScopeKind.Deployment, deployment.Key, found);
        }

        return found;
    }

    /// <summary>Takes note of how budgets stand: for the metric, and for those who want to be told.</summary>
    internal void Observe(IReadOnlyList<BudgetState> states)
    {
        foreach (var state in states)
        {
            Observe(state);
        }
    }

    internal void Observe(BudgetState state)
    {
        var budget = state.Budget;
        if (IsOwn(budget))
        {
            _remaining[budget] = state.RemainingUsd;
        }

        if (state.ReachedPercent is { } percent)
        {
            _logger.BudgetReached(
                budget.Scope,
                percent,
                budget.LimitUsd,
                budget.Window,
                state.SpentUsd
            );
            AlertRaised?.Invoke(this, new(state, percent));
        }
    }

    internal void Tell(RunForecastEventArgs forecast)
    {
        _logger.RunForecast(forecast);
        RunForecast?.Invoke(this, forecast);
    }

    /// <summary>Only what the app has named, so that the metric's labels stay bounded.</summary>
    private bool IsOwn(Budget budget) =>
        budget.Scope.Kind is not BudgetScopeKind.Run
        && _budgets.TryGetValue(budget.Scope, out var own)
        && own.Contains(budget);

    private void Forget(BudgetScope scope)
    {
        foreach (var budget in _remaining.Keys)
        {
            if (BudgetScopeComparer.Instance.Equals(budget.Scope, scope))
            {
                _remaining.TryRemove(budget, out _);
            }
        }
    }

    private static void Add(
        ImmutableDictionary<BudgetScope, ImmutableArray<Budget>> budgets,
        BudgetScopeKind kind,
        string name,
        List<Budget> found
    )
    {
        if (budgets.TryGetValue(new(kind, name), out var own))
        {
            found.AddRange(own);
            return;
        }

        var scope = new BudgetScope(kind, name);
        if (budgets.TryGetValue(scope.ToEach(), out var each))
        {
            foreach (var budget in each)
            {
                found.Add(budget with { Scope = scope });
            }
        }
    }
}
