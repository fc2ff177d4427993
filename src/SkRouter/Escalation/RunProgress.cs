using SkRouter.Pipeline;

namespace SkRouter.Escalation;

/// <summary>How an agent's part of a run has gone so far, until its outcome is reported. Safe for parallel use.</summary>
internal sealed class RunProgress(string role)
{
    /// <summary>A run that is longer says no more with its later points.</summary>
    private const int MostPoints = 256;

    private readonly Lock _gate = new();
    private readonly List<RunPoint> _points = [];
    private readonly List<float> _chances = [];
    private readonly List<float> _costs = [0];
    private readonly HashSet<string> _models = new(StringComparer.Ordinal);
    private RunSignals? _last;
    private double _costUsd;
    private double _baselineUsd;
    private int _checksFailed;
    private double? _lastCheck;
    private bool? _isLeftOut;

    public string Role => role;

    /// <summary>How many round trips are over.</summary>
    public int RoundTrips { get; private set; }

    /// <summary>The model that it began with; empty before its first answer.</summary>
    public string Model { get; private set; } = "";

    /// <summary>After how many round trips it went on with a stronger model; null if it did not.</summary>
    public int? SwitchedAt { get; private set; }

    /// <summary>Adds what only the run knows to what its conversation shows.</summary>
    public RunSignals Complete(RunSignals signals, double budgetLeft)
    {
        lock (_gate)
        {
            return signals with
            {
                ChecksFailed = _checksFailed,
                LastCheck = _lastCheck,
                ModelsTried = Math.Max(1, _models.Count),
                BudgetLeft = budgetLeft,
            };
        }
    }

    /// <summary>Notes the chance of success before a round trip.</summary>
    public void Note(in RunSignals signals, in RunPoint point, double chance)
    {
        lock (_gate)
        {
            _last = signals;
            // Agents that make several calls at once come here more than once between two answers.
            if (SwitchedAt is null && _chances.Count < Math.Min(RoundTrips, MostPoints))
            {
                _points.Add(point);
                _chances.Add((float)chance);
                _costs.Add((float)_costUsd);
            }
        }
    }

    /// <summary>Whether this run shows what becomes of runs that are not escalated. Decided once.</summary>
    public bool IsLeftOut(double share, Func<double> random)
    {
        lock (_gate)
        {
            return _isLeftOut ??= random() < share;
        }
    }

    public void Switch()
    {
        lock (_gate)
        {
            SwitchedAt ??= RoundTrips;
        }
    }

    /// <summary>Counts a round trip that is over.</summary>
    public void Settled(ModelInvocationContext context)
    {
        lock (_gate)
        {
            _costUsd += (double)(context.CostUsd ?? 0);
            _baselineUsd += (double)(context.BaselineUsd ?? context.CostUsd ?? 0);
            if (context.Served is not { } served)
            {
                return;
            }

            RoundTrips++;
            _models.Add(served.Model);
            Model = Model.Length == 0 ? served.Model : Model;
            if (_last is { } signals && context.Answer is { } answer)
            {
                _last = signals with
                {
                    AnswerCharacters = answer.Text.Length,
                    AnswerCalls = 0,
                    AllAnswerCharacters = signals.AllAnswerCharacters + answer.Text.Length,
                };
            }
        }
    }

    /// <summary>Counts a check of something that the run has made.</summary>
    public void Checked(double score)
    {
        lock (_gate)
        {
            _lastCheck = score;
            _checksFailed += score < 1 ? 1 : 0;
        }
    }

    /// <summary>The point at its end; null if it has not had a round trip.</summary>
    public RunPoint? End()
    {
        lock (_gate)
        {
            if (RoundTrips == 0)
            {
                return null;
            }

            var signals = Complete(
                _last ?? new() { Model = Model, RoundTrips = RoundTrips },
                _last?.BudgetLeft ?? 1
            );
            return RunPoint.Of(
                signals with
                {
                    Model = Model,
                    RoundTrips = RoundTrips,
                    IsEnd = true,
                }
            );
        }
    }

    /// <summary>The run as a role learns from it.</summary>
    /// <param name="end">The point at its end.</param>
    /// <param name="chance">Chance of success there.</param>
    /// <param name="outcome">What became of it, 0 to 1.</param>
    public (IReadOnlyList<RunPoint> Points, PastRun Run) Past(
        RunPoint end,
        double chance,
        double outcome
    )
    {
        lock (_gate)
        {
            var switched = SwitchedAt is not null && _chances.Count > 0;
            return (
                switched ? [.. _points] : [.. _points, end],
                new()
                {
                    Model = Model,
                    Chances = switched ? [.. _chances] : [.. _chances, (float)chance],
                    CostUsd = switched ? [.. _costs] : [.. _costs, (float)_costUsd],
                    Success = switched ? _chances[^1] : (float)outcome,
                    StrongSuccess = switched ? (float)outcome : float.NaN,
                    StrongCostUsd = _baselineUsd > 0 ? (float)_baselineUsd : float.NaN,
                }
            );
        }
    }
}
