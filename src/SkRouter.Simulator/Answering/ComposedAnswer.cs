using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.Answering;

/// <summary>An answer to one request, ready to be sent.</summary>
internal sealed record ComposedAnswer
{
    public string? Reasoning { get; init; }
    public string? Text { get; init; }
    public IReadOnlyList<SentToolCall> ToolCalls { get; init; } = [];
    public required string FinishReason { get; init; }

    /// <summary>What the answer cost, whether it is told or not.</summary>
    public required TokenUsage Usage { get; init; }
    public bool TellUsage { get; init; } = true;

    /// <summary>The prompt was refused, where that is no error but an answer.</summary>
    public bool IsBlocked { get; init; }
    public long WebSearches { get; init; }
    public decimal? CostUsd { get; init; }
    public RawResponse? Raw { get; init; }
    public double? FirstTokenMs { get; init; }
}
