using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace SkRouter.Connectors.ChatCompletions;

/// <summary>
/// A chunk that holds a piece of text and nothing else, as one provider writes it in one stream. Nearly all chunks of a stream differ in that text only, so
/// that whoever knows one need not parse the others. Whatever is not exactly alike is left to the parser.
/// </summary>
internal sealed class TextChunkTemplate
{
    private readonly byte[] _before;
    private readonly byte[] _after;
    private readonly byte[]? _afterPadding;

    private TextChunkTemplate(ReadOnlySpan<byte> data, in TextChunkLayout layout)
    {
        Id = layout.Id;
        Model = layout.Model;
        Created = layout.Created;
        IsReasoning = layout.IsReasoning;
        IsShortName = layout.IsShortName;
        _before = data[..layout.TextStart].ToArray();
        var rest = data[layout.TextEnd..];
        if (layout.PaddingStart == 0)
        {
            _after = rest.ToArray();
        }
        else
        {
            _after = data[layout.TextEnd..layout.PaddingStart].ToArray();
            _afterPadding = data[layout.PaddingEnd..].ToArray();
        }
    }

    public string? Id { get; }

    public string? Model { get; }

    public DateTimeOffset? Created { get; }

    /// <summary>The text is reasoning.</summary>
    public bool IsReasoning { get; }

    /// <summary>The reasoning is in the member <c>reasoning</c>.</summary>
    public bool IsShortName { get; }

    /// <summary>Null if the chunk holds anything that is not plain text.</summary>
    public static TextChunkTemplate? Learn(ReadOnlySpan<byte> data)
    {
        try
        {
            return TextChunkLayout.Read(data) is { } layout ? new(data, layout) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text of a chunk that is like this one; null if it is not.</summary>
    public string? Read(ReadOnlySpan<byte> data)
    {
        if (!data.StartsWith(_before))
        {
            return null;
        }

        var rest = data[_before.Length..];
        var length = TextLength(rest, out var escaped);
        if (length < 0 || !EndsAlike(rest[length..]))
        {
            return null;
        }

        var text = rest[..length];
        return escaped ? Unescape(data.Slice(_before.Length - 1, length + 2))
            : text.ContainsAnyInRange((byte)0, (byte)0x1f) || !Utf8.IsValid(text) ? null
            : Encoding.UTF8.GetString(text);
    }

    /// <summary>As far as the quote that ends it; below zero if there is none.</summary>
    private static int TextLength(ReadOnlySpan<byte> rest, out bool escaped)
    {
        escaped = false;
        var at = 0;
        while (true)
        {
            var next = rest[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (rest[at] == (byte)'"')
            {
                return at;
            }

            escaped = true;
            at += 2;
            if (at > rest.Length)
            {
                return -1;
            }
        }
    }

    private bool EndsAlike(ReadOnlySpan<byte> end)
    {
        if (_afterPadding is null)
        {
            return end.SequenceEqual(_after);
        }

        if (!end.StartsWith(_after))
        {
            return false;
        }

        var padding = end[_after.Length..];
        var length = padding.IndexOfAnyExceptInRange((byte)'0', (byte)'z');
        return length >= 0
            && !padding[..length].Contains((byte)'\\')
            && padding[length..].SequenceEqual(_afterPadding);
    }

    private static string? Unescape(ReadOnlySpan<byte> quoted)
    {
        try
        {
            var reader = new Utf8JsonReader(quoted);
            return reader.Read() && reader.TokenType is JsonTokenType.String
                ? reader.GetString()
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
