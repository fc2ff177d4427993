using SkRouter.Cli.Training;
using SkRouter.Escalation;

namespace SkRouter.Cli.Evaluation.AgentRuns;

/// <summary>The router's own escalation on recorded runs. All models that begin runs for one stronger model teach it together, as they do in a role.</summary>
internal sealed class RecordedEscalation
{
    private const int Seed = 20261129;
    private const int Orders = int.MaxValue;

    private readonly RoleEscalation _role;
    private readonly ILookup<(string, string), AgentRun> _strong;

    private RecordedEscalation(double budget, IEnumerable<AgentRun> runs, string strong)
    {
        _role = new(budget);
        _strong = runs.Where(run => run.Model == strong).ToLookup(run => (run.Source, run.Task));
    }

    /// <summary>Decides for the pairs of one source that have the same stronger model.</summary>
    internal static IEnumerable<RunDecision> Decide(
        AgentRun[] runs,
        AgentRun[] known,
        RunPair[] pairs,
        double budget
    )
    {
        var to = pairs[0].To;
        if (known.Length == 0)
        {
            return new RecordedEscalation(budget, runs, to).Online(runs, pairs);
        }

        var escalation = new RecordedEscalation(budget, known, to);
        escalation.LearnAll(known, pairs);
        return FirstRuns(runs, pairs)
            .Select(entry =>
                RunDecision.Of(entry.Run, entry.Pair, escalation.SwitchAt(entry.Run, out _))
            );
    }

    private static IEnumerable<(AgentRun Run, RunPair Pair)> FirstRuns(
        AgentRun[] runs,
        RunPair[] pairs
    ) =>
        pairs.SelectMany(pair =>
            runs.Where(run => run.Model == pair.Start)
                .DistinctBy(run => run.Task, StringComparer.Ordinal)
                .Select(run => (run, pair))
        );

    /// <summary>Every run was recorded with every model, so that both outcomes are known. The order is mixed, the same way each time.</summary>
    private void LearnAll(AgentRun[] known, RunPair[] pairs)
    {
        var starts = pairs.Select(pair => pair.Start).ToHashSet(StringComparer.Ordinal);
        foreach (
            var run in known
                .Where(run => starts.Contains(run.Model))
                .OrderBy(run => PromptGroup.FoldOf($"{run.Task} {run.Model}", Orders))
        )
        {
            var points = RecordedSignals.PointsOf(run);
            _role.Learn(points, Past(run, points, (float)run.Success, isStrongKnown: true), true);
        }

        _role.PlanNow();
    }

    private List<RunDecision> Online(AgentRun[] runs, RunPair[] pairs)
    {
        var random = new Random(Seed);
        var order = runs.Select((run, i) => (run.Task, i))
            .GroupBy(task => task.Task, StringComparer.Ordinal)
            .ToDictionary(task => task.Key, task => task.First().i, StringComparer.Ordinal);
        var decisions = new List<RunDecision>();
        foreach (var (run, pair) in FirstRuns(runs, pairs).OrderBy(entry => order[entry.Run.Task]))
        {
            var due = SwitchAt(run, out var chances);
            // What is left out is known beforehand: it does not depend on the run.
            var isLeftOut = random.NextDouble() < _role.Exploration;
            var point = isLeftOut ? null : due;
            decisions.Add(RunDecision.Of(run, pair, point));
            Seen(run, point, chances);
        }

        return decisions;
    }

    private int? SwitchAt(AgentRun run, out float[] chances)
    {
        chances = [.. RecordedSignals.PointsOf(run).Select(point => (float)_role.Chance(point))];
        return _role.PlanFor(run.Model).SwitchAt(chances);
    }

    /// <summary>Learns what the decision brought to light: the outcome of the run, or of the stronger model's.</summary>
    private void Seen(AgentRun run, int? point, float[] chances)
    {
        var points = RecordedSignals.PointsOf(run);
        if (point is not { } at)
        {
            var stayed = Past(run, points, (float)run.Success, isStrongKnown: false);
            _role.Learn(points, stayed, isKnown: true);
            return;
        }

        // What the run would have shown after that, nobody has seen.
        var past = Past(run, points, chances[at - 1], isStrongKnown: true);
        _role.Learn(
            points[..at],
            past with
            {
                Chances = chances[..at],
                CostUsd = past.CostUsd[..(at + 1)],
            },
            isKnown: false
        );
    }

    private PastRun Past(AgentRun run, RunPoint[] points, float success, bool isStrongKnown)
    {
        // What the stronger model would have cost can be computed from prices; what it would have made of the task cannot.
        AgentRun[] strong = [.. _strong[(run.Source, run.Task)]];
        return new()
        {
            Model = run.Model,
            Chances = [.. points.Select(point => (float)_role.Chance(point))],
            CostUsd = RecordedSignals.CostsOf(run),
            Success = success,
            StrongSuccess =
                isStrongKnown && strong.Length > 0
                    ? (float)strong.Average(r => r.Success)
                    : float.NaN,
            StrongCostUsd = strong.Length > 0 ? (float)strong.Average(r => r.CostUsd) : float.NaN,
        };
    }
}
