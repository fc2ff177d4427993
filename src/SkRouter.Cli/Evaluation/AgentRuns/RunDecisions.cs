namespace SkRouter.Cli.Evaluation.AgentRuns;

/// <summary>Decides for every task of recorded runs, for every pair of a cheaper and a stronger model of its source.</summary>
internal static class RunDecisions
{
    /// <summary>
    /// Learns from some runs and decides for others. Where there is nothing to learn from, decisions are made in the order of the runs, each by the outcomes
    /// that the decisions before it brought to light.
    /// </summary>
    /// <param name="runs">The runs to decide for.</param>
    /// <param name="train">The runs to learn from.</param>
    /// <param name="budget">Most that the decisions may cost, as a share of the strong model's cost.</param>
    /// <param name="isChecked">Whether a check at the end tells success from failure, so that there is nothing to learn.</param>
    internal static List<RunDecision> Decide(
        AgentRun[] runs,
        AgentRun[] train,
        double budget,
        bool isChecked
    )
    {
        var decisions = new List<RunDecision>();
        foreach (
            var source in runs.Where(run => run.CostUsd > 0)
                .GroupBy(run => run.Source, StringComparer.Ordinal)
        )
        {
            AgentRun[] known = [.. train.Where(run => run.Source == source.Key)];
            var pairs = RunPair.Of(source.Key, known.Length > 0 ? known : source);
            foreach (var target in pairs.GroupBy(pair => pair.To, StringComparer.Ordinal))
            {
                decisions.AddRange(
                    isChecked
                        ? ByCheck([.. source], [.. target])
                        : RecordedEscalation.Decide([.. source], known, [.. target], budget)
                );
            }
        }

        return decisions;
    }

    private static IEnumerable<RunDecision> ByCheck(AgentRun[] runs, RunPair[] pairs) =>
        pairs.SelectMany(pair =>
            runs.Where(run => run.Model == pair.Start)
                .DistinctBy(run => run.Task, StringComparer.Ordinal)
                .Select(run =>
                    RunDecision.Of(run, pair, run.Success < 1 ? RunDecision.AtEnd : null)
                )
        );
}
