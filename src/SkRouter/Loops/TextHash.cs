namespace SkRouter.Loops;

/// <summary>A hash of what a text says, whatever its case, spacing and punctuation. FNV-1a with 64 bits, by Fowler, Noll and Vo.</summary>
internal static class TextHash
{
    public const ulong Empty = 14_695_981_039_346_656_037;

    private const ulong Prime = 1_099_511_628_211;

    // Both ends and the length tell long texts apart well enough.
    private const int LongestEnd = 2_048;

    public static ulong Of(ReadOnlySpan<char> text, ulong hash)
    {
        if (text.Length > 2 * LongestEnd)
        {
            hash = Of(text[..LongestEnd], hash);
            hash = (hash ^ (ulong)text.Length) * Prime;
            text = text[^LongestEnd..];
        }

        foreach (var letter in text)
        {
            if (char.IsLetterOrDigit(letter))
            {
                hash = (hash ^ char.ToLowerInvariant(letter)) * Prime;
            }
        }

        return hash;
    }
}
