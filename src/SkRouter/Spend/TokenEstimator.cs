namespace SkRouter.Spend;

/// <summary>
/// How many tokens a text is, where nobody counted. It counts what tokenizers split at: words, every further eight letters
/// of a long one, groups of three digits, signs, and the characters of scripts without spaces. It needs no vocabulary, so it is
/// equally near for every provider; docs/decisions has the errors measured.
/// </summary>
internal static class TokenEstimator
{
    private const int LettersPerToken = 8;
    private const int DigitsPerToken = 3;
    private const double Sign = 0.85;
    private const double AlphabeticCharacter = 0.45;
    private const double IdeographicCharacter = 1;
    private const double Surrogate = 0.8;
    private const char EndOfLatin = '\u0250';
    private const char StartOfIdeographic = '\u3000';

    /// <summary>At least 1 for any text, 0 for none.</summary>
    public static long Estimate(ReadOnlySpan<char> text)
    {
        double tokens = 0;
        for (var i = 0; i < text.Length; )
        {
            var rest = text[i..];
            var length = RunLength(rest);
            tokens += Cost(rest[..length]);
            i += length;
        }

        return text.IsEmpty ? 0 : Math.Max(1, (long)Math.Round(tokens));
    }

    private static int RunLength(ReadOnlySpan<char> text)
    {
        Func<char, bool>? alike =
            IsLatin(text[0]) ? IsLatin
            : char.IsDigit(text[0]) ? char.IsDigit
            : char.IsWhiteSpace(text[0]) ? char.IsWhiteSpace
            : null;
        var length = 1;
        while (alike is not null && length < text.Length && alike(text[length]))
        {
            length++;
        }

        return length;
    }

    private static double Cost(ReadOnlySpan<char> run)
    {
        var first = run[0];
        return first switch
        {
            _ when IsLatin(first) => 1 + ((run.Length - 1) / LettersPerToken),
            _ when char.IsDigit(first) => (run.Length + DigitsPerToken - 1) / DigitsPerToken,
            // A single space belongs to the word behind it.
            ' ' when run.Length == 1 => 0,
            _ when char.IsWhiteSpace(first) => 1,
            _ when char.IsAscii(first) => Sign,
            _ when char.IsSurrogate(first) => Surrogate,
            < StartOfIdeographic => AlphabeticCharacter,
            _ => IdeographicCharacter,
        };
    }

    private static bool IsLatin(char c) => c < EndOfLatin && char.IsLetter(c);
}
