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

    /// <param name="reason">Why the answer ended.</param>
    /// <param name="hasCalls">Whether it calls tools.</param>
    /// <param name="asFunctions">Whether calls are written in the form that tools have replaced.</param>
    public static string Finish(ChatFinishReason? reason, bool hasCalls, bool asFunctions = false)
    {
        var known = FinishReasons.Known(reason);
        return known == ChatFinishReason.Length ? "length"
            : known == ChatFinishReason.ContentFilter ? "content_filter"
            : hasCalls || known == ChatFinishReason.ToolCalls
                ? asFunctions ? "function_call"
                    : "tool_calls"
            : "stop";
    }
}
