using System.Text.Json;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator;

/// <summary>One request that a model received and what became of it: a snapshot, later changes make a new one.</summary>
public sealed record ReceivedRequest
{
    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>The number among the model's requests, counted from 1.</summary>
    public required int Number { get; init; }

    /// <summary>When it arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>How long the response took; zero while it runs.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The protocol it came in: <c>chat.completions</c>, <c>responses</c>, <c>messages</c> or <c>generateContent</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>Whether a stream was asked for.</summary>
    public required bool Streamed { get; init; }

    /// <summary>The body.</summary>
    public required JsonElement Body { get; init; }

    /// <summary>Tells keys apart without revealing them; null without a key.</summary>
    public string? ApiKeyFingerprint { get; init; }

    /// <summary>HTTP status that was sent; null if none was.</summary>
    public int? Status { get; init; }

    /// <summary>The code of the error that was sent.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The text of the whole answer, even if only a part was sent.</summary>
    public string? Text { get; init; }

    /// <summary>The tool calls of the whole answer.</summary>
    public IReadOnlyList<SentToolCall> ToolCalls { get; init; } = [];

    /// <summary>The finish reason of the whole answer.</summary>
    public string? FinishReason { get; init; }

    /// <summary>What the whole answer costs, whether it was sent or not.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>The usage that the client was told, in a response that was sent completely.</summary>
    public TokenUsage? UsageSent { get; init; }

    /// <summary>The fault that was applied.</summary>
    public FaultKind? Fault { get; init; }

    /// <summary>How it ended.</summary>
    public RequestOutcome Outcome { get; init; }
}
