using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;

namespace SkRouter.Relay;

/// <summary>What options say, as far as it goes into a request's body: to see whether anything was changed since.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RelayedSettings(
    float? Temperature,
    float? TopP,
    int? TopK,
    int? MaxOutputTokens,
    long? Seed,
    float? FrequencyPenalty,
    float? PresencePenalty,
    bool? AllowMultipleToolCalls,
    int Tools,
    int Stops,
    string? Instructions,
    string? ConversationId,
    ChatToolMode? ToolMode,
    ChatResponseFormat? ResponseFormat,
    ReasoningOptions? Reasoning
)
{
    public static RelayedSettings Of(ChatOptions options) =>
        new(
            options.Temperature,
            options.TopP,
            options.TopK,
            options.MaxOutputTokens,
            options.Seed,
            options.FrequencyPenalty,
            options.PresencePenalty,
            options.AllowMultipleToolCalls,
            options.Tools?.Count ?? 0,
            options.StopSequences?.Count ?? 0,
            options.Instructions,
            options.ConversationId,
            options.ToolMode,
            options.ResponseFormat,
            options.Reasoning
        );
}
