using System.Collections.Concurrent;
using SkRouter.Routing;

namespace SkRouter.Budgets;

/// <summary>
/// A run with its own count of spend and, if it was given one, its own budget; or the slice of a run that an agent has. While it is open
/// its money is set aside in the run around it; what is left goes back when it is disposed.
/// </summary>
public sealed class RouterRun : IDisposable
{
    private readonly RouterRuns _runs;
    private readonly RoutingScope? _scope;

    internal RouterRun(
        RouterRuns runs,
        RunPurse purse,
        (string Name, string Id, string? Agent) of,
        RouterRun? around,
        bool ofThisFlow = true
    )
    {
        Around = around;
        _runs = runs;
        Purse = purse;
        (Name, Id, Agent) = of;
        _scope = Agent is null && ofThisFlow ? RoutingScope.Begin(this) : null;
    }

    /// <summary>The name that it was given.</summary>
    public string Name { get; }

    /// <summary>Identifies the run in records and sums; no other has it, unless it was begun with an id of the app's own.</summary>
    public string Id { get; }

    /// <summary>Whose slice it is; null for a run.</summary>
    public string? Agent { get; }

    /// <summary>What it may spend, in USD; null if only what is around it limits it.</summary>
    public decimal? BudgetUsd => Purse.LimitUsd;

    /// <summary>What it has spent, slices and sub-runs included, in USD.</summary>
    public decimal SpentUsd => Purse.SpentUsd;

    /// <summary>What it can still spend, in USD: without what is held for round trips under way, what is set aside for slices and sub-runs, and what is kept for last answers. Null if nothing limits it.</summary>
    public decimal? RemainingUsd => Purse.RemainingUsd;

    /// <summary>The round trips that it has paid for, slices and sub-runs included.</summary>
    public int RoundTrips => Purse.RoundTrips;

    /// <summary>The round trip, counted from 1, that is expected not to fit into its budget; null before the third, and without a budget.</summary>
    public int? ExceedsNearRoundTrip => Purse.ExceedsNear;

    internal RunPurse Purse { get; }

    internal bool IsOpen => Purse.IsOpen;

    /// <summary>The slices that agents have of it, by agent; only of a run.</summary>
    internal ConcurrentDictionary<string, RouterRun> Slices { get; } =
        new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The run that it is part of.</summary>
    internal RouterRun? Around { get; }

    /// <summary>Sets money of this run aside for an agent: the calls of that agent in this run are paid from it.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="usd">How much, in USD.</param>
    /// <exception cref="BudgetExceededException">That much is not left.</exception>
    /// <exception cref="InvalidOperationException">The agent has a slice already.</exception>
    public RouterRun Slice(string agent, decimal usd)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(agent);
        return _runs.Slice(this, agent, usd);
    }

    /// <summary>Begins a run within this one.</summary>
    /// <param name="name">A name for it.</param>
    /// <param name="budgetUsd">What is set aside for it, in USD; null to let it spend what this one has.</param>
    /// <exception cref="BudgetExceededException">That much is not left.</exception>
    public RouterRun BeginRun(string name, decimal? budgetUsd = null) =>
        _runs.Begin(name, budgetUsd, Purse.OnExhausted, around: this);

    /// <summary>Ends it and gives back what is left.</summary>
    public void Dispose()
    {
        _scope?.Dispose();
        Purse.Close();
        _runs.Close(this);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Agent is null ? $"run '{Name}'" : $"{Agent} in run '{Name}'";
}
