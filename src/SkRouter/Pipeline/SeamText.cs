using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>
/// The text of a stream that may be continued, or that continues another. A character that comes in two halves is shown whole or not at all, so that a
/// seam never lies within one. Where the text continues another, what both have is shown once: the white space that was cut from the end of the
/// beginning, and the beginning itself where a provider sends it again.
/// </summary>
internal sealed class SeamText
{
    /// <summary>So much of a beginning that comes again is no coincidence.</summary>
    private const int Telling = 32;

    private readonly string _prefix = "";
    private readonly string _tail = "";
    private string _held = "";
    private bool _begun = true;

    public SeamText() { }

    /// <param name="prefix">The beginning that the model was given.</param>
    /// <param name="tail">White space that was shown after it and that the model was not given.</param>
    /// <param name="echoes">The provider is known to send the beginning again.</param>
    public SeamText(string prefix, string tail, bool echoes)
    {
        _tail = tail;
        _prefix = echoes || prefix.Length >= Telling ? prefix : "";
        _begun = false;
    }

    /// <summary>The piece as it may be shown; null if all of it is held back or was shown before.</summary>
    public AnswerChunk? Take(AnswerChunk chunk)
    {
        var text = chunk.Text;
        if (text.Length == 0 || (_begun && _held.Length == 0 && !EndsInHalf(text)))
        {
            return chunk;
        }

        var all = _held + text;
        if (!_begun)
        {
            if (Begin(all) is not { } rest)
            {
                _held = all;
                return ChunkText.Without(chunk);
            }

            _begun = true;
            all = rest;
        }

        var end = EndsInHalf(all) ? all.Length - 1 : all.Length;
        _held = all[end..];
        return end == text.Length && end == all.Length ? chunk
            : end == 0 ? ChunkText.Without(chunk)
            : ChunkText.With(chunk, all[..end]);
    }

    /// <summary>What was held back when the stream ended well.</summary>
    public string Rest()
    {
        var rest = _begun ? _held : WithoutTail(_held);
        _held = "";
        _begun = true;
        return rest;
    }

    /// <returns>The text behind what was shown before; null while that cannot be told.</returns>
    private string? Begin(string all)
    {
        if (_prefix.Length > 0)
        {
            if (all.Length < _prefix.Length && _prefix.StartsWith(all, StringComparison.Ordinal))
            {
                return null;
            }

            if (all.StartsWith(_prefix, StringComparison.Ordinal))
            {
                all = all[_prefix.Length..];
            }
        }

        if (all.Length < _tail.Length && _tail.StartsWith(all, StringComparison.Ordinal))
        {
            return null;
        }

        all = WithoutTail(all);
        // The other half of a character whose first half was not shown.
        return all.Length > 0 && char.IsLowSurrogate(all[0]) ? all[1..] : all;
    }

    private string WithoutTail(string text)
    {
        var same = 0;
        while (same < _tail.Length && same < text.Length && text[same] == _tail[same])
        {
            same++;
        }

        return text[same..];
    }

    private static bool EndsInHalf(string text) =>
        text.Length > 0 && char.IsHighSurrogate(text[^1]);
}
