using Microsoft.Extensions.AI;
using SkRouter.Resilience;

namespace SkRouter.Routing;

/// <summary>Why an answer ended, in one spelling whatever the SDK calls it.</summary>
internal static class FinishReasons
{
    public const string Stop = "stop";
    public const string Length = "length";
    public const string ToolCalls = "tool_calls";
    public const string ContentFilter = "content_filter";

    /// <summary>The provider paused a long turn: the caller sends the answer back, and the model goes on.</summary>
    public const string Pause = "pause_turn";

    /// <summary>The words that most services use need no look-up.</summary>
    public static string? Normalise(string? reason) =>
        reason switch
        {
            null or "" or "null" => null,
            Stop or "Stop" => Stop,
            Length or "Length" => Length,
            ToolCalls or "ToolCalls" => ToolCalls,
            ContentFilter or "ContentFilter" => ContentFilter,
            Pause => Pause,
            _ => AnswerEnds.Of(reason) switch
            {
                EndMeaning.Stop => Stop,
                EndMeaning.Length => Length,
                EndMeaning.ToolCalls => ToolCalls,
                EndMeaning.Pause => Pause,
                EndMeaning.Content => ContentFilter,
                _ => reason,
            },
        };

    /// <summary>A finish reason of any service in Microsoft.Extensions.AI's own words, where it has one.</summary>
    public static ChatFinishReason? Known(ChatFinishReason? reason) =>
        Normalise(reason?.Value) is { } known ? new ChatFinishReason(known) : null;

    /// <summary>Whether an answer that ended for this normalised reason is whole.</summary>
    public static bool IsGood(string reason) => reason is Stop or Length or ToolCalls or Pause;

    /// <summary>What an end that is no good one says of the attempt.</summary>
    public static FailureKind FailureOf(string reason) =>
        reason == ContentFilter
            ? FailureKind.ContentFiltered
            : AnswerEnds.Of(reason) switch
            {
                EndMeaning.Malformed => FailureKind.MalformedAnswer,
                EndMeaning.Overloaded => FailureKind.Overloaded,
                _ => FailureKind.Interrupted,
            };

    /// <summary>An end as a protocol spells it, in Microsoft.Extensions.AI's terms; the protocol's own word where there is none.</summary>
    /// <param name="protocol">One of <see cref="Protocols.WireProtocols"/>.</param>
    /// <param name="word">The protocol's word; null if the answer has not ended.</param>
    public static ChatFinishReason? Read(string protocol, string? word) =>
        word switch
        {
            null or "" or "null" => null,
            _ => AnswerEnds.Of(protocol, word) switch
            {
                EndMeaning.Stop => ChatFinishReason.Stop,
                EndMeaning.Length => ChatFinishReason.Length,
                EndMeaning.ToolCalls => ChatFinishReason.ToolCalls,
                EndMeaning.Content => ChatFinishReason.ContentFilter,
                EndMeaning.Pause => new ChatFinishReason(Pause),
                _ => new ChatFinishReason(word),
            },
        };
}
