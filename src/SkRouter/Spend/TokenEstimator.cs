namespace SkRouter.Spend;

/// <summary>
/// How many tokens a text is, where nobody counted. It counts what tokenizers split at: words, every further eight letters
/// of a long one, groups of three digits, signs, and the characters of scripts without spaces. It needs no vocabulary, so it is
/// equally near for every provider; docs/decisions has the errors measured.
/// </summary>
internal static class TokenEstimator
{
    /// <summary>At least 1 for any text, 0 for none.</summary>
    public static long Estimate(ReadOnlySpan<char> text)
    {
        var counter = default(TokenCounter);
        counter.Add(text);
        return counter.Total;
    }
}
