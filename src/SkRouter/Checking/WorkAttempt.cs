using SkRouter.Pipeline;

namespace SkRouter.Checking;

/// <summary>One attempt at a piece of work: on which model it ran, what it cost and which tools it called.</summary>
public sealed class WorkAttempt
{
    private readonly Lock _gate = new();
    private readonly List<string> _tools = [];
    private readonly WorkAttempt? _before;
    private decimal _costUsd;
    private int _roundTrips;
    private string? _model;
    private string? _lastRecord;

    internal WorkAttempt(int number, string? role, string run, WorkAttempt? before)
    {
        (Number, Role, Run, _before) = (number, role, run, before);
    }

    /// <summary>Gets the number of the attempt, from 1.</summary>
    public int Number { get; }

    /// <summary>Gets the role whose calls begin with another model in each attempt; null for every role.</summary>
    public string? Role { get; }

    /// <summary>Gets the run that the attempt's round trips are recorded under.</summary>
    public string Run { get; }

    /// <summary>Gets the model that served its last round trip; null before the first.</summary>
    public string? Model
    {
        get
        {
            lock (_gate)
            {
                return _model;
            }
        }
    }

    /// <summary>Gets what its round trips cost, in USD.</summary>
    public decimal CostUsd
    {
        get
        {
            lock (_gate)
            {
                return _costUsd;
            }
        }
    }

    /// <summary>Gets the number of its round trips.</summary>
    public int RoundTrips
    {
        get
        {
            lock (_gate)
            {
                return _roundTrips;
            }
        }
    }

    /// <summary>Gets the names of the tools that its models called, in order: what it may have changed in the world.</summary>
    public IReadOnlyList<string> ToolCalls
    {
        get
        {
            lock (_gate)
            {
                return [.. _tools];
            }
        }
    }

    /// <summary>Gets the name of the check that its result failed; null if it passed, and before it was checked.</summary>
    public string? FailedCheck { get; private set; }

    /// <summary>Gets why its result failed the check; null unless it did.</summary>
    public string? Failure { get; private set; }

    /// <summary>
    /// Gets whether it was given up: <see cref="CheckedWorkOptions.OnDiscarded"/> was called, and the work started again or could not for want of budget.
    /// </summary>
    public bool IsDiscarded { get; internal set; }

    /// <summary>Gets the last of its records; null before the first.</summary>
    internal string? LastRecord
    {
        get
        {
            lock (_gate)
            {
                return _lastRecord;
            }
        }
    }

    internal bool AppliesTo(string role) =>
        Role is null || Role.Equals(role, StringComparison.OrdinalIgnoreCase);

    /// <summary>Says for the record which attempt a round trip belongs to, and why there was more than one.</summary>
    internal string Note() =>
        _before is null
            ? "checked work, first attempt"
            : FormattableString.Invariant(
                $"checked work, attempt {Number}: the result of attempt {_before.Number} by {_before.Model ?? "no model"} failed the check '{_before.FailedCheck}': {_before.Failure}"
            );

    internal void Add(DecisionRecord record)
    {
        lock (_gate)
        {
            _roundTrips++;
            _costUsd += record.CostUsd ?? 0;
            _tools.AddRange(record.ToolCalls);
            _model = record.Model ?? _model;
            _lastRecord = record.Model is null ? _lastRecord : record.Id;
        }
    }

    internal void Fail(string check, string reason) => (FailedCheck, Failure) = (check, reason);
}
