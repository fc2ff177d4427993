using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Routing;

namespace SkRouter.AspNetCore.Messages;

/// <summary>How a message ended, in Anthropic's words: those of the provider where it has them, else what its finish reason means.</summary>
/// <param name="Native">The provider's own word; null if unknown.</param>
/// <param name="Sequence">The stop sequence that matched; null if unknown.</param>
internal readonly record struct MessageEnd(string? Native, string? Sequence)
{
    /// <summary>Gets whether the model said why it does not answer, in place of an answer.</summary>
    public bool IsRefused { get; init; }

    private const string StopSequence = "messages.stop_sequence";

    public static MessageEnd Of(AdditionalPropertiesDictionary? properties) =>
        properties is null
            ? default
            : new(
                AnswerMetadata.NativeFinishReason(properties),
                properties.TryGetValue(StopSequence, out var sequence) ? sequence as string : null
            );

    public void Write(Utf8JsonWriter json, ChatFinishReason? finish, bool hasCalls)
    {
        var reason = Reason(finish, hasCalls);
        json.WriteString("stop_reason", reason);
        if (reason is "stop_sequence" && Sequence is not null)
        {
            json.WriteString("stop_sequence", Sequence);
        }
        else
        {
            json.WriteNull("stop_sequence");
        }
    }

    private string Reason(ChatFinishReason? finish, bool hasCalls)
    {
        var native = Native ?? finish?.Value;
        var known = FinishReasons.Known(finish);
        return known?.Value switch
        {
            FinishReasons.Stop
                when !hasCalls && (native is "stop_sequence" || Sequence is not null) =>
                "stop_sequence",
            FinishReasons.Pause => native is "compaction" ? native : FinishReasons.Pause,
            FinishReasons.Length when native is "model_context_window_exceeded" => native,
            _ when IsRefused && !hasCalls => "refusal",
            _ => MessagesNames.Stop(known, hasCalls),
        };
    }
}
