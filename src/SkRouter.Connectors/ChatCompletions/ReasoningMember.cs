using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Protocols;

namespace SkRouter.Connectors.ChatCompletions;

/// <summary>Reads reasoning from the member that a provider has for it, and remembers which one it was: clients of that provider look for it there.</summary>
internal static class ReasoningMember
{
    private const string Short = "reasoning";

    /// <returns>Null if there is none.</returns>
    public static TextReasoningContent? Read(JsonElement message, string provider)
    {
        var text = message.Text("reasoning_content");
        var isShort = string.IsNullOrEmpty(text);
        text = isShort ? message.Text(Short) : text;
        return string.IsNullOrEmpty(text) ? null : Content(text, isShort, provider);
    }

    public static TextReasoningContent Content(string text, bool isShort, string provider)
    {
        var content = new TextReasoningContent(text).Mark(provider);
        if (isShort)
        {
            content.AdditionalProperties![ProtocolFields.ReasoningMember] = Short;
        }
        return content;
    }
}
