namespace SkRouter.Simulator.Answering;

/// <summary>
/// Cuts text into pieces that stand for tokens: leading white space and up to six other characters. A stream sends one piece per event, and
/// the same pieces are counted for usage, so that both agree.
/// </summary>
internal static class TokenEstimator
{
    public const int PerMessage = 4;
    public const int PerRequest = 3;
    private const int Longest = 6;

    public static long Count(ReadOnlySpan<char> text)
    {
        long count = 0;
        for (; !text.IsEmpty; count++)
        {
            text = text[PieceLength(text)..];
        }

        return count;
    }

    public static IEnumerable<string> Pieces(string text)
    {
        for (var at = 0; at < text.Length; )
        {
            var length = PieceLength(text.AsSpan(at));
            yield return text.Substring(at, length);
            at += length;
        }
    }

    public static string Take(string text, long tokens)
    {
        var at = 0;
        for (; tokens > 0 && at < text.Length; tokens--)
        {
            at += PieceLength(text.AsSpan(at));
        }

        return text[..at];
    }

    private static int PieceLength(ReadOnlySpan<char> text)
    {
        var at = 0;
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        var end = Math.Min(text.Length, at + Longest);
        while (at < end && !char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        // A surrogate pair cut in two would not survive UTF-8.
        return
            at < text.Length
            && at > 0
            && char.IsLowSurrogate(text[at])
            && char.IsHighSurrogate(text[at - 1])
            ? at + 1
            : at;
    }
}
