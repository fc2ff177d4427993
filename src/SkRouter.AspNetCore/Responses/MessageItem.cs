using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
using SkRouter.AspNetCore.ChatCompletions;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Represents what the model says, or that it refuses to, as an item with one part.</summary>
/// <param name="id">The item's id.</param>
/// <param name="isRefusal">Whether it is a refusal.</param>
/// <param name="phase">The provider's word for what the message is for; null if it has none.</param>
/// <param name="places">Follows the texts of the item.</param>
internal sealed class MessageItem(string id, bool isRefusal, string? phase, TextPlaces places)
    : ResponseItem(id)
{
    private const string Role = "assistant";
    private readonly StringBuilder _text = new();
    private readonly List<PlacedCitation> _annotations = [];
    private readonly List<JsonElement> _logprobs = [];
    private readonly Dictionary<string, JsonElement> _more = new(StringComparer.Ordinal);

    public override bool Takes(AIContent content, string? contentId) =>
        IsRefusal(content) == isRefusal
        && (content is TextContent || isRefusal || WordsOf(content) is not null)
        && content is not TextReasoningContent
        && (contentId is null || contentId == Id);

    public override void Add(AIContent content, ResponsesEvents? events)
    {
        var text = WordsOf(content) ?? "";
        var tokens = TokensOf(content);
        places.Add(content, text);
        if (text.Length > 0)
        {
            _text.Append(text);
            events?.Delta(
                isRefusal ? "response.refusal.delta" : "response.output_text.delta",
                Id,
                "content_index",
                text,
                logprobs: isRefusal ? null : tokens
            );
        }

        _logprobs.AddRange(tokens);
        foreach (var (key, value) in content.AdditionalProperties ?? [])
        {
            if (
                ProtocolFields.After(key, ProtocolFields.Part) is { } name
                && value is JsonElement member
            )
            {
                _more[name] = member;
            }
        }

        foreach (var annotation in content.Annotations ?? [])
        {
            if (Citation.CanWrite(annotation))
            {
                var placed = new PlacedCitation(
                    annotation,
                    places.PartOf(annotation),
                    places.Start > 0
                );
                events?.Annotation(Id, _annotations.Count, placed.Write);
                _annotations.Add(placed);
            }
        }
    }

    public override void Open(ResponsesEvents events) =>
        events.Part("response.content_part.added", Id, json => WritePart(json, done: false));

    public override void Close(ResponsesEvents events)
    {
        if (isRefusal)
        {
            events.Text("response.refusal.done", Id, "content_index", "refusal", _text.ToString());
        }
        else
        {
            events.Text(
                "response.output_text.done",
                Id,
                "content_index",
                "text",
                _text.ToString(),
                logprobs: _logprobs
            );
        }

        events.Part("response.content_part.done", Id, json => WritePart(json, done: true));
    }

    public override void Write(Utf8JsonWriter json, string status)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("type", "message");
        json.WriteString("status", status);
        json.WriteStartArray("content");
        if (status != InProgress)
        {
            WritePart(json, done: true);
        }

        json.WriteEndArray();
        if (phase is not null)
        {
            json.WriteString("phase", phase);
        }

        json.WriteString("role", Role);
        json.WriteEndObject();
    }

    public static bool IsRefusal(AIContent content) => AnswerParts.RefusalOf(content) is not null;

    /// <summary>Gets what a content says: a text, a refusal, or the words of a sound.</summary>
    public static string? WordsOf(AIContent content) =>
        AnswerParts.RefusalOf(content)
        ?? (content as TextContent)?.Text
        ?? ChatParts.TranscriptOf(content);

    private static IReadOnlyList<JsonElement> TokensOf(AIContent content) =>
        content.AdditionalProperties?.GetValueOrDefault(ProtocolFields.Logprobs)
            is JsonElement { ValueKind: JsonValueKind.Array } tokens
            ? [.. tokens.EnumerateArray()]
            : [];

    private void WritePart(Utf8JsonWriter json, bool done)
    {
        var text = done ? _text.ToString() : "";
        json.WriteStartObject();
        if (isRefusal)
        {
            json.WriteString("type", "refusal");
            json.WriteString("refusal", text);
        }
        else
        {
            json.WriteString("type", "output_text");
            json.WriteStartArray("annotations");
            foreach (var annotation in done ? _annotations : [])
            {
                annotation.Write(json);
            }

            json.WriteEndArray();
            json.WriteStartArray("logprobs");
            foreach (var token in done ? _logprobs : [])
            {
                token.WriteTo(json);
            }

            json.WriteEndArray();
            json.WriteString("text", text);
            foreach (var (name, value) in done ? _more : [])
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }
}
