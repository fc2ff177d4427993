namespace SkRouter.Escalation;

/// <summary>
/// What a role's runs have taught about when to go on with a stronger model. Safe for parallel use. Regret is bounded: nothing is escalated until a plan gains on past
/// runs, whose chances were computed before their outcomes were known, and a share of the escalations that falls with the root of the number of runs is left out, so
/// that a wrong belief about the runs that are given up is found out.
/// </summary>
internal sealed class RoleEscalation
{
    private const int Version = 1;
    private const int Kept = 600;

    /// <summary>So many runs teach before anything is escalated.</summary>
    private const int RunsBefore = 12;
    private const int RunsBetweenPlans = 5;

    /// <summary>A model that began so many of the runs has a plan of its own.</summary>
    private const int RunsForOwnPlan = 100;
    private const double LeftOut = 0.5;

    private readonly Lock _gate = new();
    private readonly Queue<PastRun> _past = new();
    private readonly Dictionary<string, EscalationPlan> _plans = new(StringComparer.Ordinal);
    private SuccessModel _model = new();
    private EscalationPlan _common = EscalationPlan.Never;
    private double _budget;
    private int _runs;
    private int _planned;

    internal RoleEscalation(double budget) => _budget = budget;

    /// <summary>How many runs it has learned from.</summary>
    internal int Runs
    {
        get
        {
            lock (_gate)
            {
                return _runs;
            }
        }
    }

    /// <summary>Chance of success at a point of a run.</summary>
    internal double Chance(in RunPoint point)
    {
        lock (_gate)
        {
            return _model.Success(point);
        }
    }

    /// <summary>When runs that began with a model go on with a stronger one.</summary>
    internal EscalationPlan PlanFor(string model)
    {
        lock (_gate)
        {
            return _plans.GetValueOrDefault(model, _common);
        }
    }

    /// <summary>The share of escalations that are left out, to learn what would have become of the run.</summary>
    internal double Exploration
    {
        get
        {
            lock (_gate)
            {
                return LeftOut / Math.Sqrt(_runs + 1);
            }
        }
    }

    /// <summary>Learns from a run that is over.</summary>
    /// <param name="points">The points that were served by the model that it began with, in order.</param>
    /// <param name="run">The run.</param>
    /// <param name="isKnown">Whether <see cref="PastRun.Success"/> is an outcome rather than a chance.</param>
    internal void Learn(IReadOnlyList<RunPoint> points, PastRun run, bool isKnown)
    {
        lock (_gate)
        {
            if (isKnown)
            {
                _model.Learn(points, run.Success);
            }

            _runs++;
            _past.Enqueue(run);
            if (_past.Count > Kept)
            {
                _past.Dequeue();
            }

            if (_runs >= RunsBefore && _runs >= _planned + RunsBetweenPlans)
            {
                PlanAgain();
            }
        }
    }

    /// <summary>Changes the budget that plans are made for.</summary>
    internal void SetBudget(double budget)
    {
        lock (_gate)
        {
            if (_budget != budget)
            {
                _budget = budget;
                PlanAgain();
            }
        }
    }

    /// <summary>Makes the plans anew by all runs that are remembered.</summary>
    internal void PlanNow()
    {
        lock (_gate)
        {
            PlanAgain();
        }
    }

    internal byte[] Save()
    {
        lock (_gate)
        {
            using var stream = new MemoryStream();
            using var writer = new BinaryWriter(stream);
            writer.Write(Version);
            writer.Write(_runs);
            _model.Write(writer);
            writer.Write(_past.Count);
            foreach (var run in _past)
            {
                PastRunFormat.Write(writer, run);
            }

            writer.Flush();
            return stream.ToArray();
        }
    }

    /// <summary>Takes over what was saved.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or was saved by a version with other signals.</exception>
    internal void Load(byte[] state)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(state));
            if (reader.ReadInt32() != Version)
            {
                throw new InvalidDataException("The escalation model is of another version.");
            }

            var runs = reader.ReadInt32();
            var model = SuccessModel.Read(reader);
            var count = reader.ReadInt32();
            if (count is < 0 or > Kept)
            {
                throw new InvalidDataException("The escalation model is damaged.");
            }

            PastRun[] past =
            [
                .. Enumerable.Range(0, count).Select(_ => PastRunFormat.Read(reader)),
            ];
            lock (_gate)
            {
                (_runs, _model) = (runs, model);
                _past.Clear();
                foreach (var run in past)
                {
                    _past.Enqueue(run);
                }

                PlanAgain();
            }
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("The escalation model is damaged.", e);
        }
    }

    private void PlanAgain()
    {
        _planned = _runs;
        if (_runs < RunsBefore)
        {
            return;
        }

        _common = EscalationPlanner.Choose([.. _past], _budget);
        _plans.Clear();
        foreach (var model in _past.GroupBy(run => run.Model, StringComparer.Ordinal))
        {
            if (model.Count() >= RunsForOwnPlan)
            {
                _plans[model.Key] = EscalationPlanner.Choose([.. model], _budget);
            }
        }
    }
}
