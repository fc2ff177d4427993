using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace SkRouter.Conversion;

/// <summary>
/// Reads JSON as text, also where half of a surrogate pair or a byte that is not UTF-8 stands in it: those become U+FFFD, where the framework
/// throws.
/// </summary>
internal static class JsonText
{
    /// <summary>The element's text as <see cref="JsonElement.ToString"/> has it; null for JSON's null.</summary>
    public static string? Of(JsonElement element)
    {
        if (element.ValueKind is not JsonValueKind.String)
        {
            return element.ValueKind is JsonValueKind.Null ? null : element.ToString();
        }

        return WellFormed(Verbatim(element));
    }

    /// <summary>The text of a string, with any half of a surrogate pair as it is: the other half may come in the next piece of a stream.</summary>
    public static string Verbatim(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unescaped(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(text)));
        }
    }

    private static string Unescaped(string raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 1; i < raw.Length - 1; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            i++;
            if (raw[i] is 'u' && TryUnit(raw, i + 1, out var unit))
            {
                text.Append(unit);
                i += 4;
            }
            else
            {
                text.Append(Unescaped(raw[i]));
            }
        }

        return text.ToString();
    }

    /// <summary>The text with U+FFFD in place of each surrogate that has no other half.</summary>
    public static string WellFormed(string text)
    {
        var first = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        if (first < 0)
        {
            return text;
        }

        char[]? copy = null;
        for (var i = first; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
                continue;
            }

            (copy ??= text.ToCharArray())[i] = '\uFFFD';
        }

        return copy is null ? text : new(copy);
    }

    private static bool TryUnit(string raw, int start, out char unit)
    {
        var value = (ushort)0;
        var read =
            start + 4 <= raw.Length
            && ushort.TryParse(
                raw.AsSpan(start, 4),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out value
            );
        unit = (char)value;
        return read;
    }

    private static char Unescaped(char letter) =>
        letter switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\b',
            'f' => '\f',
            _ => letter,
        };
}
