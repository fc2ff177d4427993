using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace SkRouter.AspNetCore.Api;

/// <summary>
/// Refuses bodies with text that is none: bytes that are not UTF-8, a byte order mark, and escapes of half a character, which JSON's grammar allows and nobody can
/// read.
/// </summary>
internal static class BodyText
{
    private const int HighStart = 0xD800;
    private const int LowStart = 0xDC00;
    private const int LowEnd = 0xDFFF;

    /// <exception cref="ApiFaultException">It has such text; the place is named.</exception>
    public static void Verify(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith("\uFEFF"u8))
        {
            throw Wrong("The body begins with a byte order mark. Send UTF-8 without one.", null);
        }

        if (
            body.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
            || body.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
        )
        {
            throw Wrong("The body is UTF-16. Send UTF-8.", null);
        }

        if (!Utf8.IsValid(body))
        {
            var at = FirstInvalid(body);
            throw Wrong(
                FormattableString.Invariant($"The body is not UTF-8 at byte {at + 1}"),
                JsonPlace.At(body, at)
            );
        }

        if (LoneSurrogate(body) is >= 0 and var escape)
        {
            throw Wrong(
                FormattableString.Invariant(
                    $"The escape at byte {escape + 1} is half of a surrogate pair, so that text cannot be read"
                ),
                JsonPlace.At(body, escape)
            );
        }
    }

    /// <summary>Where JSON escapes half a character; -1 if it nowhere does.</summary>
    public static int LoneSurrogate(ReadOnlySpan<byte> json)
    {
        var from = 0;
        while (json[from..].IndexOf("\\u"u8) is >= 0 and var found)
        {
            var at = from + found;
            if (IsEscaped(json, at) || Unit(json, at) is not (>= HighStart and <= LowEnd))
            {
                from = at + 2;
                continue;
            }

            if (Unit(json, at) is < LowStart && Unit(json, at + 6) is >= LowStart and <= LowEnd)
            {
                from = at + 12;
                continue;
            }

            return at;
        }

        return -1;
    }

    /// <summary>Whether the backslash belongs to an escaped one before it.</summary>
    private static bool IsEscaped(ReadOnlySpan<byte> json, int at)
    {
        var before = 0;
        while (at - before > 0 && json[at - before - 1] == (byte)'\\')
        {
            before++;
        }

        return before % 2 == 1;
    }

    private static int? Unit(ReadOnlySpan<byte> json, int at)
    {
        if (at + 6 > json.Length || json[at] != (byte)'\\' || json[at + 1] != (byte)'u')
        {
            return null;
        }

        return int.TryParse(
            json.Slice(at + 2, 4),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out var unit
        )
            ? unit
            : null;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> body)
    {
        var at = 0;
        while (at < body.Length)
        {
            if (Rune.DecodeFromUtf8(body[at..], out _, out var length) is not OperationStatus.Done)
            {
                return at;
            }

            at += length;
        }

        return body.Length;
    }

    private static ApiFaultException Wrong(string message, string? place) =>
        new(
            new(
                400,
                ApiFaultTypes.InvalidRequest,
                place is { Length: > 0 } ? $"'{place}': {message}."
                    : message.EndsWith('.') ? message
                    : message + "."
            )
            {
                Code = "invalid_json",
                Field = place is { Length: > 0 } ? place : null,
            }
        );
}
