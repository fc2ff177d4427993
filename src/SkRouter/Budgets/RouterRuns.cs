using System.Collections.Concurrent;
using SkRouter.Routing;

namespace SkRouter.Budgets;

/// <summary>The runs that are open, by their ids.</summary>
internal sealed class RouterRuns(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, RouterRun> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RouterRun> _named = new(StringComparer.Ordinal);
    private int _count;

    /// <param name="name">A name for it.</param>
    /// <param name="budgetUsd">What it may spend; null for what is around it.</param>
    /// <param name="onExhausted">What happens without money.</param>
    /// <param name="id">The id that its calls carry; null for a new one.</param>
    /// <param name="around">The run that it is part of; null for the one whose scope is open.</param>
    public RouterRun Begin(
        string name,
        decimal? budgetUsd,
        OnExhausted onExhausted,
        string? id = null,
        RouterRun? around = null
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        around ??= Find(RoutingScope.Current?.Run, RoutingScope.Current?.Agent);
        var purse = Purse(around, budgetUsd, onExhausted);
        id ??= $"{name}-{Guid.CreateVersion7(time.GetUtcNow()):N}";
        var run = new RouterRun(this, purse, (name, id, null), around);
        // Where the app gives several the same id, the first is the one that a call without their scope belongs to.
        TryAdd(run);
        return run;
    }

    /// <summary>
    /// Opens a run under an id that callers name, for calls of any flow; null if it is open. Whoever opened it closes it.
    /// </summary>
    public RouterRun? OpenAs(string id, decimal budgetUsd)
    {
        if (_open.ContainsKey(id))
        {
            return null;
        }

        var purse = Purse(around: null, budgetUsd, OnExhausted.Refuse);
        var run = new RouterRun(this, purse, (id, id, null), around: null, ofThisFlow: false);
        if (TryAdd(run))
        {
            _named[id] = run;
            return run;
        }

        purse.Close();
        return null;
    }

    /// <summary>Whether the app's own code has opened a run with this id, and not a caller that named it.</summary>
    public bool IsOpenByApp(string id) =>
        Volatile.Read(ref _count) > 0
        && _open.TryGetValue(id, out var run)
        && !_named.ContainsKey(id)
        && run.IsOpen;

    public RouterRun Slice(RouterRun run, string agent, decimal usd)
    {
        var purse = Purse(run, usd, run.Purse.OnExhausted);
        var slice = new RouterRun(this, purse, (run.Name, run.Id, agent), run);
        if (Whole(run).Slices.TryAdd(agent, slice))
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
        if (run is null)
        {
            return null;
        }

        var payer = RoutingScope.Current?.Payer;
        // A flow that was left over from a run keeps its scope, but not its money.
        if (payer is not { IsOpen: true } || payer.Id != run)
        {
            payer = Volatile.Read(ref _count) == 0 ? null : _open.GetValueOrDefault(run);
        }

        return
            agent is not null && payer is not null && payer.Slices.TryGetValue(agent, out var own)
            ? own
            : payer;
    }

    public void Close(RouterRun run)
    {
        if (run.Agent is { } agent)
        {
            Whole(run).Slices.TryRemove(new(agent, run));
        }
        else if (_open.TryRemove(new(run.Id, run)))
        {
            _named.TryRemove(new(run.Id, run));
            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>The run that a slice is of, whatever it was cut from.</summary>
    private static RouterRun Whole(RouterRun run) => run.Agent is null ? run : Whole(run.Around!);

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
        if (!_open.TryAdd(run.Id, run))
        {
            return false;
        }

        Interlocked.Increment(ref _count);
        return true;
    }
}
