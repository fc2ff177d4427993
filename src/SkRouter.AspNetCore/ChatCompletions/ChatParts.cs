using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.Pipeline;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Writes the parts of a chat completion that a whole answer and the pieces of a streamed one have in common.</summary>
internal sealed class ChatParts
{
    private readonly ModelInvocationContext _context;
    private readonly IReadOnlySet<string> _customTools;
    private readonly Speaker? _speaker;

    private ChatParts(ModelInvocationContext context, IReadOnlySet<string> customTools)
    {
        _context = context;
        _customTools = customTools;
        _speaker = context.Served?.Speaker;
        Losses = AnswerLosses.Of(context, WireProtocols.ChatCompletions);
    }

    public static ChatParts Of(ModelInvocationContext context, IReadOnlySet<string> customTools) =>
        new(context, customTools);

    /// <summary>Gets what the protocol has no word for.</summary>
    public AnswerLosses Losses { get; }

    public bool IsNative => _speaker?.Protocol == WireProtocols.ChatCompletions;

    public TextPlaces Places(bool isWhole) => new(_speaker, isWhole);

    /// <summary>Decides whether reasoning came in the member <c>reasoning</c>, where clients of its provider look for it.</summary>
    public static bool HasShortName(AIContent content) =>
        content.AdditionalProperties?.ContainsKey(ProtocolFields.ReasoningMember) is true;

    public static bool IsImage(AIContent content) =>
        content is DataContent data && data.HasTopLevelMediaType("image")
        || content is UriContent link && link.HasTopLevelMediaType("image");

    /// <summary>A sound that a provider of the protocol made is in the members of its message.</summary>
    public bool ShowsSound(DataContent content) =>
        !IsNative && content.HasTopLevelMediaType("audio");

    /// <summary>Decides whether a content has a place in a message.</summary>
    public static bool IsShown(AIContent content) =>
        content
            is TextContent
                or TextReasoningContent
                or FunctionCallContent
                or UsageContent
                or DataContent { MediaType: "audio/mpeg" or "audio/pcm" }
        || IsImage(content)
        || content is DataContent sound && sound.HasTopLevelMediaType("audio")
        || AnswerParts.RefusalOf(content) is not null
        || IsPictured(content);

    /// <summary>OpenAI's chat completions have no pictures in answers; this is how OpenRouter sends them.</summary>
    public static void WriteImages(Utf8JsonWriter json, IReadOnlyList<AIContent> images)
    {
        json.WriteStartArray("images");
        foreach (var image in images)
        {
            json.WriteStartObject();
            json.WriteString("type", "image_url");
            json.WriteStartObject("image_url");
            json.WriteString(
                "url",
                image is DataContent data ? data.Uri : ((UriContent)image).Uri.OriginalString
            );
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public void WriteAudio(Utf8JsonWriter json, DataContent sound)
    {
        json.WriteStartObject("audio");
        json.WriteString("id", $"audio_{_context.Id}");
        json.WriteString("data", sound.Base64Data.Span);
        // Nothing is kept here that a later request could refer to.
        json.WriteNumber("expires_at", _context.StartedAt.ToUnixTimeSeconds());
        json.WriteString("transcript", TranscriptOf(sound) ?? "");
        json.WriteEndObject();
    }

    public static string? TranscriptOf(AIContent content) =>
        content.AdditionalProperties?.GetValueOrDefault(ProtocolFields.Transcript) as string;

    /// <summary>Decides whether the protocol can name the source; if not, the loss is noted.</summary>
    public bool CanCite(AIAnnotation annotation)
    {
        var can = Own(annotation) is not null || annotation is CitationAnnotation { Url: not null };
        if (!can)
        {
            Losses.Name("citations");
        }

        return can;
    }

    /// <summary>Writes the source of a text.</summary>
    public void WriteAnnotation(Utf8JsonWriter json, AIAnnotation annotation, TextPlaces places)
    {
        if (Own(annotation) is { } own)
        {
            own.WriteTo(json);
            return;
        }

        var citation = (CitationAnnotation)annotation;
        var (start, end) = places.PartOf(citation);
        json.WriteStartObject();
        json.WriteString("type", "url_citation");
        json.WriteStartObject("url_citation");
        json.WriteNumber("start_index", start);
        json.WriteNumber("end_index", end);
        json.WriteString("url", citation.Url!.OriginalString);
        json.WriteString("title", citation.Title ?? "");
        if (citation.Snippet is { } snippet)
        {
            json.WriteString("content", snippet);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <param name="json">The output.</param>
    /// <param name="call">The call, whole.</param>
    /// <param name="index">Its number in a stream; null outside of one.</param>
    public void WriteCall(Utf8JsonWriter json, FunctionCallContent call, int? index)
    {
        var isCustom = _customTools.Contains(call.Name) || CustomTools.IsCall(call);
        json.WriteStartObject();
        if (index is { } number)
        {
            json.WriteNumber("index", number);
        }

        json.WriteString("id", call.CallId);
        json.WriteString("type", isCustom ? "custom" : "function");
        json.WriteStartObject(isCustom ? "custom" : "function");
        json.WriteString("name", call.Name);
        if (isCustom)
        {
            json.WriteString(CustomTools.Input, CustomTools.InputOf(call));
        }
        else
        {
            json.WriteString("arguments", AnswerParts.Arguments(call));
        }

        json.WriteEndObject();
        ChatExtras.WriteCall(json, call);
        json.WriteEndObject();
    }

    /// <summary>Writes a call in the form that tools have replaced. It has room for one: of several, the model makes the others again after the result of the first.</summary>
    public static void WriteFunctionCall(Utf8JsonWriter json, FunctionCallContent call)
    {
        json.WriteStartObject("function_call");
        json.WriteString("name", call.Name);
        json.WriteString("arguments", AnswerParts.Arguments(call));
        json.WriteEndObject();
    }

    public void WriteUsage(
        Utf8JsonWriter json,
        UsageDetails? usage,
        AdditionalPropertiesDictionary? extras
    ) =>
        ChatUsageWriter.Write(
            json,
            usage,
            IsNative && extras?.GetValueOrDefault("skrouter.raw_usage") is JsonElement raw
                ? raw
                : null,
            _context.CostUsd
        );

    /// <summary>Writes the members of the answer itself.</summary>
    public void WriteTop(Utf8JsonWriter json, AdditionalPropertiesDictionary? extras)
    {
        ChatExtras.WriteTop(json, extras);
        if (!IsNative && ServiceTiers.Read(extras) is { } tier)
        {
            json.WriteString("service_tier", tier);
        }
    }

    /// <summary>A block whose picture is shown needs no word.</summary>
    private static bool IsPictured(AIContent content) =>
        content is ProviderContent { Block: { ValueKind: JsonValueKind.Object } block }
        && block.TryGetProperty("type", out var type)
        && type.ValueEquals("image_generation_call");

    private JsonElement? Own(AIAnnotation annotation) =>
        IsNative
        && annotation.RawRepresentation is JsonElement { ValueKind: JsonValueKind.Object } own
            ? own
            : null;
}
