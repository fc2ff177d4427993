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
        WriteMessage(json, parts, answer);
        ChatExtras.WriteChoice(json, answer.AdditionalProperties);
        json.WriteString(
            "finish_reason",
            ChatNames.Finish(answer.FinishReason, parts.Calls.Count > 0)
        );
        json.WriteEndObject();
        json.WriteEndArray();
        ChatUsageWriter.Write(json, answer.Usage, context.CostUsd);
        ChatExtras.WriteTop(json, answer.AdditionalProperties);
        json.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter json, AnswerParts parts, ChatResponse answer)
    {
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteString("content", parts.Text);
        json.WriteString("refusal", parts.Refusal);
        if (parts.Reasoning is { } reasoning)
        {
            json.WriteString("reasoning_content", reasoning);
        }

        var contents = answer.Messages.SelectMany(message => message.Contents).ToList();
        if (
            contents.Select(ChatExtras.DetailsOf).FirstOrDefault(some => some is not null) is
            { } details
        )
        {
            json.WritePropertyName("reasoning_details");
            json.WriteRawValue(details);
        }

        var citations = contents
            .SelectMany(content => content.Annotations ?? [])
            .OfType<CitationAnnotation>()
            .ToList();
        if (citations.Count > 0)
        {
            ChatExtras.WriteAnnotations(json, citations);
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

        var images = parts.Media.FindAll(media => media.HasTopLevelMediaType("image"));
        if (images.Count > 0)
        {
            WriteImages(json, images);
        }

        ChatExtras.WriteMessage(json, answer.AdditionalProperties);

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
        ChatExtras.WriteCall(json, call);
        json.WriteEndObject();
    }

    // OpenAI's chat completions have no pictures in answers; this is how OpenRouter sends them.
    public static void WriteImages(Utf8JsonWriter json, IReadOnlyList<DataContent> media)
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
