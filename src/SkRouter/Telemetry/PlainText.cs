using System.Globalization;
using System.Text;

namespace SkRouter.Telemetry;

/// <summary>Makes text from outside safe for logs and terminals: no control characters, no escape sequences, nothing that changes the direction of writing.</summary>
internal static class PlainText
{
    private const char Replacement = '·';

    /// <summary>The text itself if it is safe, else a copy with each unsafe character replaced.</summary>
    /// <param name="text">A text from anywhere.</param>
    /// <param name="longest">Longer texts are cut.</param>
    public static string Of(string text, int longest = int.MaxValue)
    {
        var cut = text.Length > longest;
        var at = cut ? 0 : FirstUnsafe(text);
        if (at < 0)
        {
            return text;
        }

        var safe = new StringBuilder(Math.Min(text.Length, longest) + 1);
        for (var i = 0; i < text.Length && i < longest; i++)
        {
            var isPair =
                char.IsHighSurrogate(text[i])
                && i + 1 < text.Length
                && char.IsLowSurrogate(text[i + 1]);
            if (isPair && i + 1 < longest)
            {
                safe.Append(text[i]).Append(text[++i]);
            }
            else
            {
                safe.Append(IsUnsafe(text[i]) || char.IsSurrogate(text[i]) ? Replacement : text[i]);
            }
        }

        return cut ? safe.Append('…').ToString() : safe.ToString();
    }

    private static int FirstUnsafe(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsUnsafe(text[i]) || char.IsSurrogate(text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    // Controls (C0, DEL, C1), line and paragraph separators, and format characters such as directional overrides and zero-width spaces.
    private static bool IsUnsafe(char character) =>
        character is < ' ' or (>= '\u007f' and <= '\u009f') or '\u2028' or '\u2029'
        || (
            character > '\u007f'
            && CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.Format
            && character != '\u200d'
        );
}
