using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Represents what the model says, or that it refuses to, as an item with one part.</summary>
internal sealed class MessageItem(string id, bool isRefusal, string? phase) : ResponseItem(id)
{
    private const string Role = "assistant";
    private readonly StringBuilder _text = new();
    private readonly List<AIAnnotation> _annotations = [];

    public override bool Takes(AIContent content, string? contentId) =>
        IsRefusal(content) == isRefusal
        && (content is TextContent || isRefusal)
        && content is not TextReasoningContent
        && (contentId is null || contentId == Id);

    public override void Add(AIContent content, ResponsesEvents? events)
    {
        var text = AnswerParts.RefusalOf(content) ?? (content as TextContent)?.Text ?? "";
        if (text.Length > 0)
        {
            _text.Append(text);
            events?.Delta(
                isRefusal ? "response.refusal.delta" : "response.output_text.delta",
                Id,
                "content_index",
                text,
                hasLogprobs: !isRefusal
            );
        }

        foreach (var annotation in content.Annotations ?? [])
        {
            events?.Annotation(
                Id,
                _annotations.Count,
                json => Citation.Write(json, annotation, _text.Length)
            );
            _annotations.Add(annotation);
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
                hasLogprobs: true
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
                Citation.Write(json, annotation, _text.Length);
            }

            json.WriteEndArray();
            json.WriteStartArray("logprobs");
            json.WriteEndArray();
            json.WriteString("text", text);
        }

        json.WriteEndObject();
    }
}
