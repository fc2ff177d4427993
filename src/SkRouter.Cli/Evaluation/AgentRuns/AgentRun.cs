namespace SkRouter.Cli.Evaluation.AgentRuns;

/// <summary>A recorded run of one model on a whole task.</summary>
internal sealed record AgentRun
{
    public required string Source { get; init; }

    public required string Task { get; init; }

    public required string Model { get; init; }

    public required double Success { get; init; }

    public required decimal CostUsd { get; init; }

    /// <summary>The calls in order; empty if only the outcome was recorded.</summary>
    public required IReadOnlyList<AgentStep> Steps { get; init; }

    /// <summary>What the calls before this one cost.</summary>
    internal decimal CostBefore(int step) => Steps.Take(step).Sum(call => call.CostUsd);
}
