using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Pipeline;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Writes the pieces of one streamed answer as chunks of a chat completion.</summary>
internal sealed class ChatChunkWriter(
    EventWriter events,
    ModelInvocationContext context,
    bool includeUsage
) : IStreamedAnswer
{
    private const string ContentMember = "content";

    private static readonly byte[] AfterText = "},\"finish_reason\":null}]}"u8.ToArray();

    private string? _id;
    private string? _model;
    private bool _saidRole;
    private byte[]? _beforeText;
    private int _calls;
    private UsageDetails? _usage;
    private AdditionalPropertiesDictionary? _extras;

    public void Write(ChatResponseUpdate update)
    {
        _id ??= ChatNames.IdOf(update.ResponseId, context);
        _model ??= ChatNames.ModelOf(update.ModelId, context);
        foreach (var content in update.Contents)
        {
            Write(content);
        }

        if (update.AdditionalProperties is { Count: > 0 } extras)
        {
            Write(extras);
        }

        if (update.FinishReason is { } finish)
        {
            var json = Head();
            ChatExtras.WriteTop(json, _extras);
            json.WriteStartArray("choices");
            json.WriteStartObject();
            json.WriteNumber("index", 0);
            json.WriteStartObject("delta");
            json.WriteEndObject();
            Close(json, ChatNames.Finish(finish, _calls > 0));
        }
    }

    public void Complete()
    {
        if (includeUsage)
        {
            var json = Head();
            json.WriteStartArray("choices");
            json.WriteEndArray();
            ChatUsageWriter.Write(json, _usage, context.CostUsd);
            ChatExtras.WriteTop(json, _extras);
            json.WriteEndObject();
            events.End();
        }

        events.Write("[DONE]"u8);
    }

    public bool Fail(ApiFault fault, string requestId)
    {
        events.WriteFault(WireFormat.OpenAI, fault, requestId);
        return false;
    }

    private void Write(AdditionalPropertiesDictionary extras)
    {
        _extras = extras;
        if (ChatExtras.HasMessage(extras))
        {
            var json = OpenDelta();
            ChatExtras.WriteMessage(json, extras);
            json.WriteEndObject();
            Close(json, finish: null);
        }

        if (ChatExtras.HasChoice(extras))
        {
            var json = Open();
            json.WriteStartObject("delta");
            json.WriteEndObject();
            ChatExtras.WriteChoice(json, extras);
            Close(json, finish: null);
        }
    }

    private void Write(AIContent content)
    {
        if (content.Annotations is { Count: > 0 } annotations)
        {
            var json = OpenDelta();
            ChatExtras.WriteAnnotations(json, annotations.OfType<CitationAnnotation>());
            json.WriteEndObject();
            Close(json, finish: null);
        }

        if (ChatExtras.DetailsOf(content) is { } details)
        {
            var json = OpenDelta();
            json.WritePropertyName("reasoning_details");
            json.WriteRawValue(details);
            json.WriteEndObject();
            Close(json, finish: null);
        }

        switch (content)
        {
            case TextReasoningContent { Text.Length: > 0 } reasoning:
                Delta("reasoning_content", reasoning.Text);
                break;
            case TextContent { Text.Length: > 0 } text:
                Text(text.Text);
                break;
            case FunctionCallContent call:
                Call(call);
                break;
            case DataContent image when image.HasTopLevelMediaType("image"):
                var picture = OpenDelta();
                ChatAnswerWriter.WriteImages(picture, [image]);
                picture.WriteEndObject();
                Close(picture, finish: null);
                break;
            case UsageContent usage:
                _usage = usage.Details;
                break;
            default:
                if (AnswerParts.RefusalOf(content) is { } refusal)
                {
                    Delta("refusal", refusal);
                }

                break;
        }
    }

    /// <summary>Most chunks are these, and differ in the text only: what stands around it is written once.</summary>
    private void Text(string text)
    {
        if (!_saidRole)
        {
            Delta(ContentMember, text);
            return;
        }

        _beforeText ??= BeforeText();
        events.Write(_beforeText, text, AfterText);
    }

    private byte[] BeforeText()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, ApiJson.Options))
        {
            WriteHead(json);
            json.WriteStartArray("choices");
            json.WriteStartObject();
            json.WriteNumber("index", 0);
            json.WriteStartObject("delta");
            json.WritePropertyName(ContentMember);
            json.WriteNullValue();
        }

        // Up to where the text stands in place of the null.
        return bytes.WrittenSpan[..^"null".Length].ToArray();
    }

    private void Delta(string name, string text)
    {
        var json = OpenDelta();
        json.WriteString(name, text);
        json.WriteEndObject();
        Close(json, finish: null);
    }

    private void Call(FunctionCallContent call)
    {
        var json = OpenDelta();
        json.WriteStartArray("tool_calls");
        ChatAnswerWriter.WriteCall(json, call, _calls++);
        json.WriteEndArray();
        json.WriteEndObject();
        Close(json, finish: null);
    }

    private Utf8JsonWriter OpenDelta()
    {
        var json = Open();
        json.WriteStartObject("delta");
        if (!_saidRole)
        {
            _saidRole = true;
            json.WriteString("role", "assistant");
        }

        return json;
    }

    private Utf8JsonWriter Open()
    {
        var json = Head();
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        return json;
    }

    private void Close(Utf8JsonWriter json, string? finish)
    {
        json.WriteString("finish_reason", finish);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        events.End();
    }

    private Utf8JsonWriter Head()
    {
        var json = events.Start();
        WriteHead(json);
        return json;
    }

    private void WriteHead(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", _id);
        json.WriteString("object", "chat.completion.chunk");
        json.WriteNumber("created", context.StartedAt.ToUnixTimeSeconds());
        json.WriteString("model", _model);
    }
}
