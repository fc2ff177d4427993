using Microsoft.Extensions.AI;
using SkRouter.Pipeline;

namespace SkRouter.AspNetCore.Messages;

/// <summary>Ids and stop reasons in Anthropic's words.</summary>
internal static class MessagesNames
{
    public static string IdOf(string? responseId, ModelInvocationContext context) =>
        string.IsNullOrEmpty(responseId) ? $"msg_{context.Id}" : responseId;

    public static string Stop(ChatFinishReason? reason, bool hasCalls) =>
        reason == ChatFinishReason.Length ? "max_tokens"
        : reason == ChatFinishReason.ContentFilter ? "refusal"
        : reason == ChatFinishReason.ToolCalls || hasCalls ? "tool_use"
        : "end_turn";
}
