namespace SkRouter.Cli.Evaluation.AgentRuns;

/// <summary>What the decisions for one pair of models come to on the recorded runs.</summary>
/// <param name="Pair">The models.</param>
/// <param name="Tasks">How many tasks were decided.</param>
/// <param name="RunAgain">How many of them were run again by the stronger model.</param>
/// <param name="Success">Mean success.</param>
/// <param name="CostShare">Cost as a share of what the stronger model costs alone.</param>
/// <param name="Gain">Success above a random mix of the two models at the same cost.</param>
internal sealed record RunReplay(
    RunPair Pair,
    int Tasks,
    int RunAgain,
    double Success,
    double CostShare,
    double Gain
)
{
    /// <summary>Replays decisions. A run that is given up is paid up to there, and the stronger model's run is paid as well.</summary>
    internal static IReadOnlyList<RunReplay> Of(IEnumerable<RunDecision> decisions, AgentRun[] runs)
    {
        var recorded = runs.ToLookup(run => (run.Source, run.Task, run.Model));
        return
        [
            .. decisions
                .GroupBy(decision => new RunPair(decision.Source, decision.Start, decision.To))
                .Select(pair =>
                    Of(
                        pair.Key,
                        [
                            .. pair.Select(decision =>
                                    (
                                        decision,
                                        recorded[(decision.Source, decision.Task, decision.Start)],
                                        recorded[(decision.Source, decision.Task, decision.To)]
                                    )
                                )
                                .Where(task => task.Item2.Any() && task.Item3.Any())
                                .Select(task =>
                                    (task.decision, task.Item2.First(), task.Item3.First())
                                ),
                        ]
                    )
                ),
        ];
    }

    private static RunReplay Of(
        RunPair pair,
        (RunDecision Decision, AgentRun Start, AgentRun Strong)[] tasks
    )
    {
        var (success, cost, again) = (0.0, 0m, 0);
        foreach (var (decision, start, strong) in tasks)
        {
            if (Paid(decision, start) is { } paid)
            {
                (success, cost, again) = (
                    success + strong.Success,
                    cost + strong.CostUsd + paid,
                    again + 1
                );
            }
            else
            {
                (success, cost) = (success + start.Success, cost + start.CostUsd);
            }
        }

        var (low, high) = (tasks.Sum(t => t.Start.Success), tasks.Sum(t => t.Strong.Success));
        var (cheap, expensive) = (
            tasks.Sum(t => t.Start.CostUsd),
            tasks.Sum(t => t.Strong.CostUsd)
        );
        var share = expensive == cheap ? 0 : (double)((cost - cheap) / (expensive - cheap));
        return new(
            pair,
            tasks.Length,
            again,
            success / tasks.Length,
            expensive == 0 ? 0 : (double)(cost / expensive),
            (success - low - (share * (high - low))) / tasks.Length
        );
    }

    /// <summary>What was paid for a run that was given up; null if it counts.</summary>
    private static decimal? Paid(RunDecision decision, AgentRun start) =>
        decision.SwitchAt switch
        {
            string => start.CostUsd,
            int before when before < start.Steps.Count => start.CostBefore(before),
            _ => null,
        };
}
