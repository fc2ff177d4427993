using System.Collections.Concurrent;
using SkRouter.Loops;
using SkRouter.Pipeline;
using SkRouter.Policies;

namespace SkRouter.Escalation;

/// <summary>What every role has learned about its runs, and the runs that are under way.</summary>
internal sealed class Escalations(RunHistories runs, Func<double> random)
{
    private readonly ConcurrentDictionary<string, RoleEscalation> _roles = new(
        StringComparer.OrdinalIgnoreCase
    );
    private readonly ConcurrentDictionary<string, byte[]> _saved = new(
        StringComparer.OrdinalIgnoreCase
    );
    private readonly ConcurrentDictionary<string, bool> _changed = new(
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Told after each outcome.</summary>
    public Action? Changed { get; set; }

    public Func<double> Random => random;

    /// <summary>What a role has learned; null if it does not escalate.</summary>
    public RoleEscalation? Of(RoleModel role)
    {
        if (role.EscalateWithin is not { } budget)
        {
            return null;
        }

        var learned = _roles.GetOrAdd(role.Name, Make, budget);
        learned.SetBudget(budget);
        return learned;
    }

    /// <summary>An agent's part of a run.</summary>
    public RunProgress ProgressOf(ModelInvocationContext context) =>
        runs.Of(context.Run).ProgressOf(context.Agent, context.Role);

    /// <summary>Counts a round trip that is over.</summary>
    public void Settled(ModelInvocationContext context)
    {
        // A call whose role is not known has none.
        if (context.RoleModel?.EscalateWithin is not null && context.Run != context.Id)
        {
            ProgressOf(context).Settled(context);
        }
    }

    /// <summary>Counts a check of what an agent has made in a run.</summary>
    public void Checked(string run, string agent, double score) =>
        runs.Find(run)?.FindProgress(agent)?.Checked(score);

    /// <summary>Counts a check of what a run has made.</summary>
    /// <returns>False if nothing is known of the run.</returns>
    public bool Checked(string run, double score)
    {
        IReadOnlyList<RunProgress> parts = runs.Find(run)?.Progress ?? [];
        foreach (var part in parts)
        {
            part.Checked(score);
        }

        return parts.Count > 0;
    }

    /// <summary>How a run's result looks by what its role has learned; null if nothing is known of it.</summary>
    public RunAssessment? Assess(string run)
    {
        RunAssessment? worst = null;
        foreach (var part in runs.Find(run)?.Progress ?? [])
        {
            if (
                _roles.TryGetValue(part.Role, out var role)
                && part is { SwitchedAt: null }
                && part.End() is { } end
            )
            {
                var assessment = new RunAssessment(
                    part.Role,
                    role.Chance(end),
                    role.PlanFor(part.Model).AtEnd,
                    role.Runs
                );
                worst = worst is null || assessment.Chance < worst.Chance ? assessment : worst;
            }
        }

        return worst;
    }

    /// <summary>Learns what became of a run, or of one agent's part of it. The part begins anew: what follows is another task.</summary>
    /// <returns>False if nothing is known of it.</returns>
    public bool Report(string run, string? agent, double outcome)
    {
        if (runs.Find(run)?.TakeProgress(agent) is not { Count: > 0 } parts)
        {
            return false;
        }

        foreach (var part in parts)
        {
            if (_roles.TryGetValue(part.Role, out var role) && part.End() is { } end)
            {
                var (points, past) = part.Past(end, role.Chance(end), outcome);
                role.Learn(points, past, isKnown: part.SwitchedAt is null);
                _changed[part.Role] = true;
            }
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>Takes over what was saved. It is read when its role is first used.</summary>
    public void Load(IReadOnlyList<LearnedEscalation> saved)
    {
        foreach (var role in saved)
        {
            _saved[role.Role] = role.State.ToArray();
        }
    }

    /// <summary>What has changed since this was last asked.</summary>
    public IReadOnlyList<LearnedEscalation> TakeChanged()
    {
        string[] changed = [.. _changed.Keys];
        return
        [
            .. changed
                .Where(role => _changed.TryRemove(role, out _))
                .Select(role => new LearnedEscalation(role, _roles[role].Save())),
        ];
    }

    /// <summary>Counts as changed again, for what could not be saved.</summary>
    public void MarkChanged(IReadOnlyList<LearnedEscalation> roles)
    {
        foreach (var role in roles)
        {
            _changed[role.Role] = true;
        }
    }

    private RoleEscalation Make(string role, double budget)
    {
        var learned = new RoleEscalation(budget);
        if (_saved.TryRemove(role, out var state))
        {
            try
            {
                learned.Load(state);
            }
            catch (InvalidDataException)
            {
                // It was saved by a version with other signals, or is damaged: the role learns anew.
            }
        }

        return learned;
    }
}
