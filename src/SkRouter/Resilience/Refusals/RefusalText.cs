using System.Text;

namespace SkRouter.Resilience.Refusals;

/// <summary>
/// Brings the words of a refusal into one form, so that <c>max_tokens</c>, <c>maxTokens</c> and <c>`max tokens`</c> are the same: lower case, words of
/// camel case apart, no quotation marks, <c>#</c> for every number, single spaces.
/// </summary>
internal static class RefusalText
{
    private const string Dropped = "`'\"“”‘’\\*";

    public static string Normalise(ReadOnlySpan<char> text, bool keepNumbers = false)
    {
        var result = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (Dropped.Contains(letter, StringComparison.Ordinal))
            {
                continue;
            }

            if (letter is '_' or '-' || char.IsWhiteSpace(letter) || char.IsControl(letter))
            {
                Space(result);
            }
            else if (!keepNumbers && char.IsAsciiDigit(letter))
            {
                i = EndOfNumber(text, i);
                result.Append('#');
            }
            else
            {
                if (StartsWord(text, i))
                {
                    Space(result);
                }

                result.Append(char.ToLowerInvariant(letter));
            }
        }

        return result.ToString().TrimEnd();
    }

    private static void Space(StringBuilder result)
    {
        if (result.Length > 0 && result[^1] != ' ')
        {
            result.Append(' ');
        }
    }

    private static int EndOfNumber(ReadOnlySpan<char> text, int start)
    {
        var end = start;
        for (var i = start + 1; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                end = i;
            }
            else if (text[i] is not (',' or '.'))
            {
                break;
            }
        }

        return end;
    }

    private static bool StartsWord(ReadOnlySpan<char> text, int at) =>
        at > 0
        && char.IsAsciiLetterUpper(text[at])
        && (
            char.IsAsciiLetterLower(text[at - 1])
            || char.IsAsciiLetterUpper(text[at - 1])
                && at + 1 < text.Length
                && char.IsAsciiLetterLower(text[at + 1])
        );
}
