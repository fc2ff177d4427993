using SkRouter.Escalation;

namespace SkRouter.Cli.Evaluation.AgentRuns;

/// <summary>What a recorded run showed at each of its points, as a live run shows it.</summary>
internal static class RecordedSignals
{
    /// <summary>The points at which a run can be given up: before each round trip but the first, and at its end.</summary>
    internal static RunPoint[] PointsOf(AgentRun run) =>
        [.. Enumerable.Range(1, Count(run)).Select(before => RunPoint.Of(At(run, before)))];

    /// <summary>What the run had cost at each point, from its beginning on.</summary>
    internal static float[] CostsOf(AgentRun run) =>
        [
            .. Enumerable.Range(0, Count(run)).Select(before => (float)run.CostBefore(before)),
            (float)run.CostUsd,
        ];

    internal static bool IsEnd(AgentRun run, int before) => before == Count(run);

    private static int Count(AgentRun run) => Math.Max(1, run.Steps.Count);

    private static RunSignals At(AgentRun run, int before)
    {
        var isEnd = IsEnd(run, before);
        if (run.Steps.Count == 0)
        {
            return new()
            {
                Model = run.Model,
                RoundTrips = before,
                IsEnd = isEnd,
            };
        }

        var previous = run.Steps[before - 1];
        // Nothing was recorded after the last call but its own answer.
        var now = isEnd ? previous : run.Steps[before];
        return new()
        {
            Model = run.Model,
            RoundTrips = before,
            IsEnd = isEnd,
            LastCharacters = now.LastCharacters,
            ContextCharacters = now.ContextCharacters,
            ToolCalls = now.ToolCalls,
            ToolErrors = now.ToolErrors,
            RepeatedCalls = now.RepeatedCalls,
            ChecksFailed = now.ChecksFailed,
            SameToolStreak = now.SameToolStreak,
            UserTurns = now.UserTurns,
            LastToolFailed = now.LastToolFailed,
            LastCheck = now.LastCheck,
            LastIsTool = now.LastRole == "tool",
            AnswerCharacters = previous.OutputCharacters,
            AnswerCalls = previous.CallsMade.Count,
            AllAnswerCharacters = run.Steps.Take(before).Sum(step => step.OutputCharacters),
            ModelsTried = 1,
            BudgetLeft = 1,
            LastTool = now.LastTool,
            ToolsUsed = [.. run.Steps.Take(before).SelectMany(step => step.CallsMade)],
            LastText = now.LastText,
        };
    }
}
