using Microsoft.Extensions.AI;
using SkRouter.Pipeline;
using SkRouter.Routing;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Ids, models and finish reasons in OpenAI's words.</summary>
internal static class ChatNames
{
    public static string IdOf(string? responseId, ModelInvocationContext context) =>
        string.IsNullOrEmpty(responseId) ? $"chatcmpl-{context.Id}" : responseId;

    public static string ModelOf(string? modelId, ModelInvocationContext context) =>
        context.Served?.Model ?? modelId ?? "";

    public static string Finish(ChatFinishReason? reason, bool hasCalls) =>
        FinishReasons.Known(reason) is not { } known
            ? hasCalls
                ? "tool_calls"
                : "stop"
            : known == ChatFinishReason.Length
                ? "length"
                : known == ChatFinishReason.ContentFilter
                    ? "content_filter"
                    : known == ChatFinishReason.ToolCalls || hasCalls
                        ? "tool_calls"
                        : "stop";
}
