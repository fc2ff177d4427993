using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Api;

/// <summary>
/// Follows where the texts of an answer stand in the text that they are joined to. A provider cites places of one of its texts, or the whole of it; some name
/// the sources after the text.
/// </summary>
/// <param name="speaker">What the deployment that answers speaks; null if it is not a connector of SkRouter.</param>
/// <param name="isWhole">Whether the answer is whole, so that every text is one of its own.</param>
internal sealed class TextPlaces(Speaker? speaker, bool isWhole)
{
    private int _start;
    private int _length;
    private bool _isOpen;
    private string? _item;

    /// <summary>Gets where the current text begins.</summary>
    public int Start => _start;

    private bool CountsByItem => speaker?.Protocol == WireProtocols.Responses;

    /// <summary>Adds a text, or a piece of one.</summary>
    /// <returns>True if it is a text of its own and does not go on with the one before.</returns>
    public bool Add(AIContent content, string text)
    {
        var isMarked = content.AdditionalProperties?.ContainsKey(ProtocolFields.NewText) is true;
        if (text.Length == 0 && !isMarked)
        {
            return false;
        }

        var item = CountsByItem ? ItemOf(content) : null;
        var begins = _isOpen && (isWhole || isMarked || (item is not null && item != _item));
        if (begins)
        {
            _start = _length;
        }

        _item = item ?? _item;
        _isOpen = true;
        _length += text.Length;
        return begins;
    }

    /// <summary>Gets what a citation is about.</summary>
    public (int Start, int End) PartOf(AIAnnotation annotation)
    {
        var region = annotation
            .AnnotatedRegions?.OfType<TextSpanAnnotatedRegion>()
            .FirstOrDefault(static span => span.EndIndex is not null);
        if (region is null)
        {
            return (_start, _length);
        }

        var from = CountsByItem ? _start : 0;
        return (from + (region.StartIndex ?? 0), from + region.EndIndex!.Value);
    }

    private string? ItemOf(AIContent content)
    {
        foreach (var (key, value) in content.AdditionalProperties ?? [])
        {
            if (speaker!.FieldOf(key) == "id")
            {
                return value as string;
            }
        }

        return null;
    }
}
