using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Pipeline;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Writes the pieces of one streamed answer as chunks of a chat completion.</summary>
internal sealed class ChatChunkWriter(
    EventWriter events,
    ModelInvocationContext context,
    ChatRequest request
) : IStreamedAnswer
{
    private readonly ChatChunks _chunks = new(events, context);
    private readonly ChatParts _parts = ChatParts.Of(context, request.CustomTools);
    private TextPlaces? _places;
    private int _calls;
    private ChatFinishReason? _finish;
    private UsageDetails? _usage;
    private AdditionalPropertiesDictionary? _usageExtras;
    private AdditionalPropertiesDictionary? _extras;

    public AnswerLosses Losses => _parts.Losses;

    public void Write(ChatResponseUpdate update)
    {
        _chunks.Name(update);
        foreach (var content in update.Contents)
        {
            Write(content);
        }

        if (update.AdditionalProperties is { Count: > 0 } extras)
        {
            Write(extras);
        }

        _finish = update.FinishReason ?? _finish;
    }

    public void Complete()
    {
        WriteEnd();
        if (request.IncludeUsage)
        {
            var json = _chunks.Head();
            json.WriteStartArray("choices");
            json.WriteEndArray();
            _parts.WriteUsage(json, _usage, _usageExtras);
            _parts.WriteTop(json, _extras);
            json.WriteEndObject();
            events.End();
        }

        events.Write("[DONE]"u8);
    }

    /// <summary>Clients stop reading at the reason to stop, and some providers go on after giving one.</summary>
    private void WriteEnd()
    {
        var json = _chunks.Head();
        _parts.WriteTop(json, _extras);
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("delta");
        json.WriteEndObject();
        _chunks.Close(json, ChatNames.Finish(_finish, _calls > 0, request.CallsFunctions));
    }

    public bool Fail(ApiFault fault, string requestId)
    {
        events.WriteFault(WireFormat.OpenAI, fault, requestId);
        return false;
    }

    private void Write(AdditionalPropertiesDictionary extras)
    {
        foreach (var (key, value) in extras)
        {
            (_extras ??= [])[key] = value;
        }

        Losses.NameMembers(extras);
        if (ChatExtras.HasMessage(extras))
        {
            var json = _chunks.OpenDelta();
            ChatExtras.WriteMessage(json, extras);
            _chunks.CloseDelta(json);
        }

        if (ChatExtras.HasChoices(extras))
        {
            var json = _chunks.Head();
            json.WriteStartArray("choices");
            ChatExtras.WriteChoices(json, extras);
            json.WriteEndArray();
            json.WriteEndObject();
            events.End();
        }

        if (ChatExtras.HasChoice(extras))
        {
            var json = _chunks.Open();
            json.WriteStartObject("delta");
            json.WriteEndObject();
            ChatExtras.WriteChoice(json, extras, logprobs: null);
            _chunks.Close(json, finish: null);
        }
    }

    private void Write(AIContent content)
    {
        if (content.AdditionalProperties is not null || content.Annotations is not null)
        {
            WriteBeside(content);
        }

        switch (content)
        {
            case TextReasoningContent { Text.Length: > 0 } reasoning:
                Reason(reasoning);
                break;
            case TextContent { Text.Length: > 0 } text:
                Say(text);
                break;
            case FunctionCallContent call:
                Call(call);
                break;
            case UsageContent usage:
                _usage = usage.Details;
                _usageExtras = usage.AdditionalProperties;
                break;
            case DataContent sound when _parts.ShowsSound(sound):
                var audio = _chunks.OpenDelta();
                _parts.WriteAudio(audio, sound);
                _chunks.CloseDelta(audio);
                break;
            case var image when ChatParts.IsImage(image):
                var picture = _chunks.OpenDelta();
                ChatParts.WriteImages(picture, [image]);
                _chunks.CloseDelta(picture);
                break;
            case var other when !ChatParts.IsShown(other):
                Losses.Name(other);
                break;
            default:
                if (AnswerParts.RefusalOf(content) is { } refusal)
                {
                    _chunks.Delta("refusal", refusal);
                }

                break;
        }

        Cite(content);
    }

    /// <summary>Writes what a content carries beside what it shows.</summary>
    private void WriteBeside(AIContent content)
    {
        Losses.NameMarks(content);
        if (ChatExtras.DetailsOf(content) is { } details)
        {
            var json = _chunks.OpenDelta();
            json.WritePropertyName("reasoning_details");
            json.WriteRawValue(details);
            _chunks.CloseDelta(json);
        }

        if (
            !_parts.IsNative
            && content.AdditionalProperties?.GetValueOrDefault(ProtocolFields.Logprobs)
                is JsonElement logprobs
        )
        {
            var json = _chunks.Open();
            json.WriteStartObject("delta");
            json.WriteEndObject();
            ChatExtras.WriteLogprobs(json, logprobs);
            _chunks.Close(json, finish: null);
        }
    }

    private void Say(TextContent text)
    {
        (_places ??= _parts.Places(isWhole: false)).Add(text, text.Text);
        _chunks.Text(text.Text);
    }

    private void Cite(AIContent content)
    {
        if (content is TextContent { Text.Length: 0 } && content.AdditionalProperties is not null)
        {
            (_places ??= _parts.Places(isWhole: false)).Add(content, "");
        }

        if (
            content.Annotations is not { Count: > 0 } annotations
            || annotations.Where(_parts.CanCite).ToList() is not { Count: > 0 } cited
        )
        {
            return;
        }

        var json = _chunks.OpenDelta();
        json.WriteStartArray("annotations");
        foreach (var annotation in cited)
        {
            _parts.WriteAnnotation(json, annotation, _places ??= _parts.Places(isWhole: false));
        }

        json.WriteEndArray();
        _chunks.CloseDelta(json);
    }

    private void Reason(TextReasoningContent reasoning)
    {
        var json = _chunks.OpenDelta();
        json.WriteString("reasoning_content", reasoning.Text);
        if (ChatParts.HasShortName(reasoning))
        {
            json.WriteString("reasoning", reasoning.Text);
        }

        _chunks.CloseDelta(json);
    }

    private void Call(FunctionCallContent call)
    {
        if (request.CallsFunctions)
        {
            CallFunction(call);
            return;
        }

        var json = _chunks.OpenDelta();
        json.WriteStartArray("tool_calls");
        _parts.WriteCall(json, call, _calls++);
        json.WriteEndArray();
        _chunks.CloseDelta(json);
    }

    private void CallFunction(FunctionCallContent call)
    {
        if (_calls++ > 0)
        {
            return;
        }

        var json = _chunks.OpenDelta();
        ChatParts.WriteFunctionCall(json, call);
        _chunks.CloseDelta(json);
    }
}
