using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.AspNetCore.ChatCompletions;
using SkRouter.Pipeline;

namespace SkRouter.AspNetCore.Messages;

/// <summary>Writes a whole answer as a message of Anthropic's, block by block in the order of the answer.</summary>
internal static class MessagesAnswerWriter
{
    private const string Redacted = "anthropic.redacted";

    public static void Write(Utf8JsonWriter json, ModelInvocationContext context)
    {
        var answer = context.Answer!.Response;
        var hasCalls = false;
        json.WriteStartObject();
        json.WriteString("id", MessagesNames.IdOf(answer.ResponseId, context));
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteString("model", ChatNames.ModelOf(answer.ModelId, context));
        json.WriteStartArray("content");
        foreach (var content in answer.Messages.SelectMany(message => message.Contents))
        {
            hasCalls |= content is FunctionCallContent;
            Block(json, content);
        }

        json.WriteEndArray();
        json.WriteString("stop_reason", MessagesNames.Stop(answer.FinishReason, hasCalls));
        json.WriteNull("stop_sequence");
        MessagesUsageWriter.Write(json, answer.Usage);
        json.WriteEndObject();
    }

    public static bool IsRedacted(AIContent content) =>
        content.AdditionalProperties?.ContainsKey(Redacted) == true;

    private static void Block(Utf8JsonWriter json, AIContent content)
    {
        switch (content)
        {
            case TextReasoningContent reasoning when IsRedacted(reasoning):
                json.WriteStartObject();
                json.WriteString("type", "redacted_thinking");
                json.WriteString("data", reasoning.ProtectedData);
                json.WriteEndObject();
                break;
            case TextReasoningContent reasoning:
                json.WriteStartObject();
                json.WriteString("type", "thinking");
                json.WriteString("thinking", reasoning.Text);
                json.WriteString("signature", reasoning.ProtectedData ?? "");
                json.WriteEndObject();
                break;
            case TextContent { Text.Length: > 0 } text:
                Text(json, text.Text);
                break;
            case FunctionCallContent call:
                json.WriteStartObject();
                json.WriteString("type", "tool_use");
                json.WriteString("id", call.CallId);
                json.WriteString("name", call.Name);
                json.WritePropertyName("input");
                json.WriteRawValue(Input(call));
                json.WriteEndObject();
                break;
            default:
                if (AnswerParts.RefusalOf(content) is { } refusal)
                {
                    Text(json, refusal);
                }

                break;
        }
    }

    /// <summary>The arguments, which in this protocol are an object and not text; a model's broken text has no place there.</summary>
    public static string Input(FunctionCallContent call) =>
        call.Exception is null ? AnswerParts.Arguments(call) : "{}";

    private static void Text(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
