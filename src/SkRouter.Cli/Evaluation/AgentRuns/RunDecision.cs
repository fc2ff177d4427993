using System.Text.Json.Serialization;

namespace SkRouter.Cli.Evaluation.AgentRuns;

/// <summary>What is decided for one task.</summary>
internal sealed record RunDecision
{
    [JsonPropertyName("source")]
    public required string Source { get; init; }

    [JsonPropertyName("task")]
    public required string Task { get; init; }

    /// <summary>The model that starts.</summary>
    [JsonPropertyName("start")]
    public required string Start { get; init; }

    /// <summary>The call before which its run is given up, <c>"end"</c>, or null if it counts.</summary>
    [JsonPropertyName("switch_at")]
    public required object? SwitchAt { get; init; }

    /// <summary>The model that runs the task again.</summary>
    [JsonPropertyName("to")]
    public required string To { get; init; }

    internal const string AtEnd = "end";

    internal static RunDecision Of(AgentRun run, RunPair pair, object? switchAt) =>
        new()
        {
            Source = run.Source,
            Task = run.Task,
            Start = pair.Start,
            SwitchAt =
                switchAt is int before && RecordedSignals.IsEnd(run, before) ? AtEnd : switchAt,
            To = pair.To,
        };
}
