using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Pipeline;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Writes a whole answer as a chat completion.</summary>
internal static class ChatAnswerWriter
{
    public static void Write(Utf8JsonWriter json, ModelInvocationContext context)
    {
        var answer = context.Answer!.Response;
        var parts = AnswerParts.Of(answer);
        json.WriteStartObject();
        json.WriteString("id", ChatNames.IdOf(answer.ResponseId, context));
        json.WriteString("object", "chat.completion");
        json.WriteNumber("created", context.StartedAt.ToUnixTimeSeconds());
        json.WriteString("model", ChatNames.ModelOf(answer.ModelId, context));
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        WriteMessage(json, parts);
        json.WriteNull("logprobs");
        json.WriteString(
            "finish_reason",
            ChatNames.Finish(answer.FinishReason, parts.Calls.Count > 0)
        );
        json.WriteEndObject();
        json.WriteEndArray();
        ChatUsageWriter.Write(json, answer.Usage, context.CostUsd);
        json.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter json, AnswerParts parts)
    {
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteString("content", parts.Text);
        json.WriteString("refusal", parts.Refusal);
        if (parts.Reasoning is { } reasoning)
        {
            json.WriteString("reasoning_content", reasoning);
        }

        if (parts.Calls.Count > 0)
        {
            json.WriteStartArray("tool_calls");
            foreach (var call in parts.Calls)
            {
                WriteCall(json, call, index: null);
            }

            json.WriteEndArray();
        }

        if (parts.Media.Count > 0)
        {
            WriteImages(json, parts.Media);
        }

        json.WriteEndObject();
    }

    /// <param name="json">Where to.</param>
    /// <param name="call">The call, whole.</param>
    /// <param name="index">Its number in a stream; null outside of one.</param>
    public static void WriteCall(Utf8JsonWriter json, FunctionCallContent call, int? index)
    {
        json.WriteStartObject();
        if (index is { } number)
        {
            json.WriteNumber("index", number);
        }

        json.WriteString("id", call.CallId);
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", call.Name);
        json.WriteString("arguments", AnswerParts.Arguments(call));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // OpenAI's chat completions have no pictures in answers; this is how OpenRouter sends them.
    private static void WriteImages(Utf8JsonWriter json, List<DataContent> media)
    {
        json.WriteStartArray("images");
        foreach (var item in media)
        {
            json.WriteStartObject();
            json.WriteString("type", "image_url");
            json.WriteStartObject("image_url");
            json.WriteString("url", item.Uri);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
