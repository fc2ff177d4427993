using System.Collections.Concurrent;
using SkRouter.Routing;

namespace SkRouter.Budgets;

/// <summary>The runs that are open, by their ids, and the slices that agents have of them.</summary>
internal sealed class RouterRuns(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Run, string? Agent), RouterRun> _open = new();
    private int _count;

    /// <param name="name">A name for it.</param>
    /// <param name="budgetUsd">What it may spend; null for what is around it.</param>
    /// <param name="onExhausted">What happens without money.</param>
    /// <param name="around">The run that it is part of; null for the one whose scope is open.</param>
    public RouterRun Begin(
        string name,
        decimal? budgetUsd,
        OnExhausted onExhausted,
        RouterRun? around = null
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        around ??= Find(RoutingScope.Current?.Run, RoutingScope.Current?.Agent);
        var purse = Purse(around, budgetUsd, onExhausted);
        var id = $"{name}-{Guid.CreateVersion7(time.GetUtcNow()):N}";
        var run = new RouterRun(this, purse, name, id, agent: null, around);
        TryAdd(run);
        return run;
    }

    /// <summary>
    /// Opens a run under an id that callers name, for calls of any flow; null if it is open. Whoever opened it closes it.
    /// </summary>
    public RouterRun? OpenAs(string id, decimal budgetUsd)
    {
        if (_open.ContainsKey((id, null)))
        {
            return null;
        }

        var purse = Purse(around: null, budgetUsd, OnExhausted.Refuse);
        var run = new RouterRun(this, purse, id, id, agent: null, around: null, ofThisFlow: false);
        if (TryAdd(run))
        {
            return run;
        }

        purse.Close();
        return null;
    }

    public RouterRun Slice(RouterRun run, string agent, decimal usd)
    {
        var purse = Purse(run, usd, run.Purse.OnExhausted);
        var slice = new RouterRun(this, purse, run.Name, run.Id, agent, run);
        if (TryAdd(slice))
        {
            return slice;
        }

        purse.Close();
        throw new InvalidOperationException(
            $"Agent '{agent}' has a slice of {run} already: dispose that one first, or begin a run within it."
        );
    }

    /// <summary>Who pays for a call; null if no run is open for it.</summary>
    public RouterRun? Find(string? run, string? agent)
    {
        if (Volatile.Read(ref _count) == 0 || run is null)
        {
            return null;
        }

        return _open.TryGetValue((run, agent), out var slice) ? slice
            : _open.TryGetValue((run, null), out var whole) ? whole
            : null;
    }

    public void Close(RouterRun run)
    {
        if (_open.TryRemove(new((run.Id, run.Agent), run)))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    private static RunPurse Purse(RouterRun? around, decimal? usd, OnExhausted onExhausted)
    {
        if (usd < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(usd),
                usd,
                "A budget must not be negative."
            );
        }

        return RunPurse.Open(around?.Purse, usd, onExhausted)
            ?? throw new BudgetExceededException(StateOf(around!), usd!.Value);
    }

    /// <summary>How the budget stands that a run is held to.</summary>
    public static BudgetState StateOf(RouterRun run)
    {
        var (limit, spent, reserved) = run.Purse.Standing ?? default;
        return new(
            new(new(BudgetScopeKind.Run, run.Id), limit, BudgetWindow.Forever),
            spent,
            reserved,
            ResetsAt: null
        );
    }

    private bool TryAdd(RouterRun run)
    {
        if (!_open.TryAdd((run.Id, run.Agent), run))
        {
            return false;
        }

        Interlocked.Increment(ref _count);
        return true;
    }
}
