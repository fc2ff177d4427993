namespace SkRouter.Resilience.Refusals;

/// <summary>Words to look for in a normalised refusal. An asterisk stands for a gap of limited length, so that matching takes linear time.</summary>
internal sealed class RefusalPhrase
{
    private const int LongestGap = 60;
    private const string CodePrefix = "code:";

    private readonly string? _code;
    private readonly string[] _parts = [];

    public RefusalPhrase(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new FormatException("An alternative is empty.");
        }

        if (text.StartsWith(CodePrefix, StringComparison.Ordinal))
        {
            _code = text[CodePrefix.Length..];
        }
        else if (IsMember(text))
        {
            _code = text;
        }
        else
        {
            _parts = text.Split('*', StringSplitOptions.TrimEntries);
        }
    }

    public bool IsIn(RefusalBody body) =>
        _code is { } code ? body.Codes.Contains(code) : Find(body.Text, 0) >= 0;

    /// <summary>Replaces every occurrence with a space.</summary>
    public string TakeOut(string text)
    {
        for (var at = Find(text, 0); at >= 0; at = Find(text, at + 1))
        {
            text = $"{text.AsSpan(0, at)} {text.AsSpan(at + _parts[0].Length)}";
        }

        return text;
    }

    public bool IsIn(string text) => Find(text, 0) >= 0;

    private int Find(string text, int from)
    {
        for (
            var at = Next(text, 0, from, text.Length);
            at >= 0;
            at = Next(text, 0, at + 1, text.Length)
        )
        {
            if (Follows(text, 1, at + _parts[0].Length))
            {
                return at;
            }
        }

        return -1;
    }

    private bool Follows(string text, int part, int end)
    {
        if (part == _parts.Length)
        {
            return true;
        }

        var last = Math.Min(text.Length, end + LongestGap + _parts[part].Length);
        for (var at = Next(text, part, end, last); at >= 0; at = Next(text, part, at + 1, last))
        {
            if (Follows(text, part + 1, at + _parts[part].Length))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The next place where a part stands and does not begin in the middle of a word.</summary>
    private int Next(string text, int part, int from, int last)
    {
        var words = _parts[part];
        while (from < last)
        {
            var at = text.AsSpan(from, last - from).IndexOf(words, StringComparison.Ordinal);
            if (at < 0)
            {
                return -1;
            }

            at += from;
            if (
                at == 0
                || words.Length == 0
                || !char.IsAsciiLetter(words[0])
                || !char.IsAsciiLetter(text[at - 1])
            )
            {
                return at;
            }

            from = at + 1;
        }

        return -1;
    }

    /// <summary><c>status code=1026</c>: one member of the error and its value.</summary>
    private static bool IsMember(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && text.AsSpan(0, equals).Trim("abcdefghijklmnopqrstuvwxyz ").IsEmpty;
    }
}
