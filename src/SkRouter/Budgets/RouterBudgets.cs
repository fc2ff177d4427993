using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SkRouter.Catalog;
using SkRouter.Pipeline;
using SkRouter.Routing;
using SkRouter.Spend;
using SkRouter.Telemetry;

namespace SkRouter.Budgets;

/// <summary>The budgets that hold round trips back. They can be changed while round trips are under way; those keep what they were promised.</summary>
public sealed class RouterBudgets : IDisposable
{
    private static readonly TimeSpan RereadEvery = TimeSpan.FromSeconds(5);

    private readonly ILogger<ModelRouter> _logger;
    private readonly ConcurrentDictionary<Budget, decimal> _remaining = new();
    private readonly BudgetBeginnings? _beginnings;
    private readonly Lock _gate = new();
    private readonly ITimer? _reread;
    private ImmutableArray<Budget> _own = [];
    private IReadOnlyList<Budget> _stored = [];
    private volatile BudgetTable _table = BudgetTable.Empty;

    internal RouterBudgets(
        IBudgetStore store,
        IEnumerable<Budget> budgets,
        TimeProvider time,
        ILogger<ModelRouter> logger,
        ISpendReport? report = null
    )
    {
        Store = store;
        _logger = logger;
        _beginnings = report is null ? null : new(store, new(report), time);
        _own = [.. budgets];
        if (store is IStoredBudgets stored)
        {
            _stored = stored.Read();
            _reread = time.CreateTimer(_ => Reread(stored), null, RereadEvery, RereadEvery);
        }

        Rebuild();
    }

    /// <summary>A budget has reached 80 or 100 percent of its limit. Raised once for each window, on the thread that settles the round trip.</summary>
    public event EventHandler<BudgetAlertEventArgs>? AlertRaised;

    /// <summary>A run with a budget will soon be out of money. Raised when ten, five and two round trips are left.</summary>
    public event EventHandler<RunForecastEventArgs>? RunForecast;

    internal IBudgetStore Store { get; }

    /// <summary>There is none, so that nothing need be looked up.</summary>
    internal bool AreNone => _table.IsEmpty;

    /// <summary>
    /// Adds a budget, or replaces the one with the same scope and window; what it has spent stays. One that was set in the store itself,
    /// e.g. by <c>skrouter budget set</c>, goes before it.
    /// </summary>
    /// <param name="budget">The budget.</param>
    /// <exception cref="ArgumentException">The limit is negative, or the scope lacks a name.</exception>
    public void Set(Budget budget)
    {
        Verify(budget);
        lock (_gate)
        {
            _own = [.. _own.Where(other => !BudgetTable.IsSame(other, budget)), budget];
            _beginnings?.Forget(budget);
            Rebuild();
        }
    }

    /// <summary>Removes the budgets of a scope, except those that were set in the store.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="window">Only the one with this window; null for all.</param>
    /// <returns>False if there was none.</returns>
    public bool Remove(BudgetScope scope, BudgetWindow? window = null)
    {
        lock (_gate)
        {
            var rest = _own.RemoveAll(budget =>
                BudgetScopeComparer.Instance.Equals(budget.Scope, scope)
                && (window is null || budget.Window == window)
            );
            if (rest.Length == _own.Length)
            {
                return false;
            }

            _own = rest;
            Rebuild();
            return true;
        }
    }

    /// <summary>Every budget with what it has spent and holds now; of those for each of a kind, one state for each that is known.</summary>
    /// <param name="cancellationToken">Gives up waiting for the store.</param>
    public async ValueTask<IReadOnlyList<BudgetState>> SnapshotAsync(
        CancellationToken cancellationToken = default
    )
    {
        var all = _table.All;
        await BeginAsync([.. all.Where(static budget => !budget.Scope.IsEach)], cancellationToken)
            .ConfigureAwait(false);
        return await Store.ReadAsync(all, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops reading the store for changes.</summary>
    public void Dispose() => _reread?.Dispose();

    /// <summary>What is left of each budget with a name of its own, as last seen.</summary>
    internal IEnumerable<KeyValuePair<Budget, decimal>> Remaining => _remaining;

    /// <summary>Whether a budget limits a scope, its own or one for each of its kind.</summary>
    internal bool Limit(BudgetScope scope) => Of([scope]).Count > 0;

    /// <summary>Sets a budget in the store, where it has one for budgets, so that it holds for every process and after a restart; else in this process.</summary>
    internal void Keep(Budget budget)
    {
        Verify(budget);
        if (Store is ISettableBudgets stored)
        {
            stored.Set(budget);
            Reread(stored);
        }
        else
        {
            Set(budget);
        }
    }

    /// <summary>Removes a budget, wherever it was set.</summary>
    /// <returns>False if there was none.</returns>
    internal bool Discard(BudgetScope scope, BudgetWindow window)
    {
        var removed = false;
        if (Store is ISettableBudgets stored)
        {
            removed = stored.Remove(scope, window);
            Reread(stored);
        }

        return Remove(scope, window) || removed;
    }

    /// <summary>Reads the budgets of the store now: somebody else may just have set one, for a new key say.</summary>
    internal void Refresh()
    {
        if (Store is IStoredBudgets stored)
        {
            Reread(stored);
        }
    }

    /// <summary>Lets budgets that this process has not used yet begin with what was spent before them in their window.</summary>
    internal ValueTask BeginAsync(List<Budget> budgets, CancellationToken cancellationToken) =>
        _beginnings?.BeginAsync(budgets, _table.All, cancellationToken) ?? default;

    private static void Verify(Budget budget)
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
    }

    /// <summary>The budgets of several scopes.</summary>
    internal List<Budget> Of(IEnumerable<BudgetScope> scopes) => _table.Find(scopes);

    /// <summary>The budgets that a round trip falls under, those of the deployments that it may ask included.</summary>
    internal List<Budget> Of(ModelInvocationContext context, IEnumerable<Deployment> reachable)
    {
        var table = _table;
        var found = new List<Budget>();
        table.Add(new(BudgetScopeKind.All, ""), found);
        table.Add(new(BudgetScopeKind.Role, context.Role), found);
        table.Add(new(BudgetScopeKind.Agent, context.Agent), found);
        table.Add(new(BudgetScopeKind.Run, context.Run), found);
        if (context.Tenant is { } tenant)
        {
            table.Add(new(BudgetScopeKind.Tenant, tenant), found);
        }

        foreach (var (key, value) in context.TagsOrNull ?? DecisionRecord.NoTags)
        {
            table.Add(new(BudgetScopeKind.Tag, $"{key}={value}"), found);
        }

        foreach (var deployment in reachable)
        {
            table.Add(new(BudgetScopeKind.Deployment, deployment.Key), found);
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
            if (state.Refused)
            {
                _logger.BudgetRefused(budget.Scope, state.InWords);
            }
            else
            {
                _logger.BudgetReached(
                    budget.Scope,
                    percent,
                    UsdText.Of(budget.LimitUsd),
                    budget.Window,
                    UsdText.Of(state.SpentUsd)
                );
            }

            AlertRaised?.Invoke(this, new(state, percent));
        }
    }

    internal void Tell(RunForecastEventArgs forecast)
    {
        _logger.RunForecast(forecast);
        RunForecast?.Invoke(this, forecast);
    }

    /// <summary>Only what somebody has named, so that the metric's labels stay bounded.</summary>
    private bool IsOwn(Budget budget) =>
        budget.Scope.Kind is not BudgetScopeKind.Run && _table.All.Contains(budget);

    private void Reread(IStoredBudgets stored)
    {
        try
        {
            var budgets = stored.Read();
            lock (_gate)
            {
                if (!budgets.SequenceEqual(_stored))
                {
                    foreach (var budget in budgets.Except(_stored))
                    {
                        _beginnings?.Forget(budget);
                    }

                    _stored = budgets;
                    Rebuild();
                }
            }
        }
        // It runs on a timer, where nobody could catch it, and will be tried again.
        catch (Exception exception)
        {
            _logger.BudgetsNotRead(exception);
        }
    }

    private void Rebuild()
    {
        var table = BudgetTable.Of([
            .. _own.Where(own => !_stored.Any(stored => BudgetTable.IsSame(stored, own))),
            .. _stored,
        ]);
        _table = table;
        foreach (var budget in _remaining.Keys.Where(known => !table.All.Contains(known)))
        {
            _remaining.TryRemove(budget, out _);
        }
    }
}
