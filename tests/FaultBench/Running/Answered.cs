using SkRouter.Pipeline;

namespace SkRouter.FaultBench.Running;

/// <summary>What one caller got.</summary>
internal sealed record Answered
{
    public string Text { get; init; } = "";

    /// <summary>The model that the answer names.</summary>
    public string? Model { get; init; }

    /// <summary>The usage on the answer, input and output tokens.</summary>
    public (long Input, long Output)? Usage { get; init; }

    public DecisionRecord? Record { get; init; }

    public Exception? Error { get; init; }
}
