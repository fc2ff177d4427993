using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Represents what the model reasons: a summary in parts, or the reasoning itself where the provider of this protocol shows it.</summary>
/// <param name="id">The item's id.</param>
/// <param name="isRaw">Whether the reasoning itself is shown.</param>
/// <param name="isWhole">Whether every content is a part of its own, as in an answer that is not streamed.</param>
/// <param name="seal">Gets what stands in the item's encrypted content; null for none.</param>
internal sealed class ReasoningItem(
    string id,
    bool isRaw,
    bool isWhole,
    Func<TextReasoningContent, string?> seal
) : ResponseItem(id)
{
    /// <summary>What the connectors put between two parts of a streamed summary.</summary>
    private const string Break = "\n\n";

    private readonly List<string> _parts = [];
    private readonly StringBuilder _open = new();
    private bool _isOpen;
    private string? _sealed;
    private bool _isSigned;

    public override bool Takes(AIContent content, string? contentId) =>
        content is TextReasoningContent reasoning
        && (contentId is not null ? contentId == Id : !_isSigned)
        && !CallSignature.IsOne(content)
        && (reasoning.Text.Length == 0 || IsRaw(content) == isRaw);

    public override void Add(AIContent content, ResponsesEvents? events)
    {
        var reasoning = (TextReasoningContent)content;
        _sealed = seal(reasoning) ?? _sealed;
        _isSigned |= !string.IsNullOrEmpty(reasoning.ProtectedData);
        if (reasoning.Text.Length == 0)
        {
            return;
        }

        if (_isOpen && (isWhole || (reasoning.Text == Break && !isRaw)))
        {
            ClosePart(events);
            if (!isWhole)
            {
                return;
            }
        }

        if (!_isOpen)
        {
            OpenPart(events);
        }

        _open.Append(reasoning.Text);
        events?.Delta(
            isRaw ? "response.reasoning_text.delta" : "response.reasoning_summary_text.delta",
            Id,
            IndexName,
            reasoning.Text,
            index: _parts.Count
        );
    }

    public override void Close(ResponsesEvents events) => ClosePart(events);

    public override void Write(Utf8JsonWriter json, string status)
    {
        var parts = status == InProgress ? [] : Parts();
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("type", "reasoning");
        json.WriteStartArray("summary");
        if (!isRaw)
        {
            WriteParts(json, parts);
        }

        json.WriteEndArray();
        if (isRaw)
        {
            json.WriteStartArray("content");
            WriteParts(json, parts);
            json.WriteEndArray();
        }

        if (status != InProgress && _sealed is not null)
        {
            json.WriteString("encrypted_content", _sealed);
        }

        json.WriteString("status", status);
        json.WriteEndObject();
    }

    public static bool IsRaw(AIContent content)
    {
        foreach (var (key, _) in content.AdditionalProperties ?? [])
        {
            if (key.EndsWith(".raw", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private string IndexName => isRaw ? "content_index" : "summary_index";

    private List<string> Parts() => _isOpen ? [.. _parts, _open.ToString()] : _parts;

    private void OpenPart(ResponsesEvents? events)
    {
        _isOpen = true;
        events?.Part(
            isRaw ? "response.content_part.added" : "response.reasoning_summary_part.added",
            Id,
            json => WritePart(json, ""),
            IndexName,
            _parts.Count
        );
    }

    private void ClosePart(ResponsesEvents? events)
    {
        if (!_isOpen)
        {
            return;
        }

        var text = _open.ToString();
        events?.Text(
            isRaw ? "response.reasoning_text.done" : "response.reasoning_summary_text.done",
            Id,
            IndexName,
            "text",
            text,
            index: _parts.Count
        );
        events?.Part(
            isRaw ? "response.content_part.done" : "response.reasoning_summary_part.done",
            Id,
            json => WritePart(json, text),
            IndexName,
            _parts.Count
        );
        _parts.Add(text);
        _open.Clear();
        _isOpen = false;
    }

    private void WriteParts(Utf8JsonWriter json, List<string> parts)
    {
        foreach (var part in parts)
        {
            WritePart(json, part);
        }
    }

    private void WritePart(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", isRaw ? "reasoning_text" : "summary_text");
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
