using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Pipeline;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Writes a whole answer as a chat completion.</summary>
/// <param name="context">The call.</param>
/// <param name="request">The request that it answers.</param>
internal sealed class ChatAnswerWriter(ModelInvocationContext context, ChatRequest request)
{
    private readonly ChatParts _parts = ChatParts.Of(context, request.CustomTools);

    public AnswerLosses Losses => _parts.Losses;

    public void Write(Utf8JsonWriter json)
    {
        var answer = context.Answer!.Response;
        var parts = AnswerParts.Of(answer);
        Losses.NameMembers(answer.AdditionalProperties);
        json.WriteStartObject();
        json.WriteString("id", ChatNames.IdOf(answer.ResponseId, context));
        json.WriteString("object", "chat.completion");
        json.WriteNumber("created", context.StartedAt.ToUnixTimeSeconds());
        json.WriteString("model", ChatNames.ModelOf(answer.ModelId, context));
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        WriteMessage(json, parts, answer);
        ChatExtras.WriteChoice(json, answer.AdditionalProperties, LogprobsOf(answer));
        json.WriteString(
            "finish_reason",
            ChatNames.Finish(answer.FinishReason, parts.Calls.Count > 0, request.CallsFunctions)
        );
        json.WriteEndObject();
        ChatExtras.WriteChoices(json, answer.AdditionalProperties);
        json.WriteEndArray();
        _parts.WriteUsage(json, answer.Usage, answer.AdditionalProperties);
        _parts.WriteTop(json, answer.AdditionalProperties);
        json.WriteEndObject();
    }

    private void WriteMessage(Utf8JsonWriter json, AnswerParts parts, ChatResponse answer)
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
        if (contents.Exists(ChatParts.HasShortName))
        {
            json.WriteString("reasoning", parts.Reasoning);
        }

        if (
            contents.Select(ChatExtras.DetailsOf).FirstOrDefault(some => some is not null) is
            { } details
        )
        {
            json.WritePropertyName("reasoning_details");
            json.WriteRawValue(details);
        }

        WriteAnnotations(json, contents);
        if (parts.Calls.Count > 0 && request.CallsFunctions)
        {
            ChatParts.WriteFunctionCall(json, parts.Calls[0]);
        }
        else if (parts.Calls.Count > 0)
        {
            json.WriteStartArray("tool_calls");
            foreach (var call in parts.Calls)
            {
                _parts.WriteCall(json, call, index: null);
            }

            json.WriteEndArray();
        }

        WriteMedia(json, contents);
        ChatExtras.WriteMessage(json, answer.AdditionalProperties);
        json.WriteEndObject();
    }

    private void WriteAnnotations(Utf8JsonWriter json, List<AIContent> contents)
    {
        var places = _parts.Places(isWhole: true);
        var any = false;
        foreach (var content in contents)
        {
            Losses.NameMarks(content);
            if (content is TextContent text)
            {
                places.Add(text, text.Text);
            }

            foreach (var annotation in content.Annotations ?? [])
            {
                if (_parts.CanCite(annotation))
                {
                    if (!any)
                    {
                        any = true;
                        json.WriteStartArray("annotations");
                    }

                    _parts.WriteAnnotation(json, annotation, places);
                }
            }
        }

        if (any)
        {
            json.WriteEndArray();
        }
    }

    private void WriteMedia(Utf8JsonWriter json, List<AIContent> contents)
    {
        var images = contents.FindAll(ChatParts.IsImage);
        if (images.Count > 0)
        {
            ChatParts.WriteImages(json, images);
        }

        foreach (var content in contents)
        {
            if (content is DataContent sound && _parts.ShowsSound(sound))
            {
                _parts.WriteAudio(json, sound);
            }
            else if (!ChatParts.IsShown(content))
            {
                Losses.Name(content);
            }
        }
    }

    private static JsonElement? LogprobsOf(ChatResponse answer) =>
        answer
            .Messages.SelectMany(message => message.Contents)
            .Select(content =>
                content.AdditionalProperties?.GetValueOrDefault(ProtocolFields.Logprobs)
            )
            .OfType<JsonElement>()
            .Cast<JsonElement?>()
            .FirstOrDefault();
}
