namespace SkRouter.Resilience.Refusals;

/// <summary>
/// Words to look for in a normalised refusal. <c>*</c> stands for a gap of limited length, so that matching takes linear time, and <c>?</c> for one word.
/// </summary>
internal sealed class RefusalPhrase
{
    private const int LongestGap = 60;
    private const string CodePrefix = "code:";

    private readonly string[] _parts = [];

    /// <summary>Whether exactly one word stands before a part.</summary>
    private readonly bool[] _followsOneWord = [];

    public RefusalPhrase(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new FormatException("An alternative is empty.");
        }

        if (text.StartsWith(CodePrefix, StringComparison.Ordinal))
        {
            Code = text[CodePrefix.Length..];
        }
        else if (IsMember(text))
        {
            Code = text;
        }
        else
        {
            (_parts, _followsOneWord) = Split(text);
        }
    }

    /// <summary>Gets the code that the phrase compares; null if it looks for words.</summary>
    public string? Code { get; }

    /// <summary>Gets the words that the phrase begins with; empty if it compares a code.</summary>
    public string Beginning => _parts.Length == 0 ? "" : _parts[0];

    /// <summary>Whether the phrase stands at a place of a text, and not in the middle of a word.</summary>
    public bool IsAt(string text, int at) =>
        StandsAt(text, _parts[0], at) && Follows(text, 1, at + _parts[0].Length);

    /// <summary>Replaces the beginning of every occurrence with a space.</summary>
    public string TakeOut(string text)
    {
        for (var at = Find(text, 0); at >= 0; at = Find(text, at + 1))
        {
            text = $"{text.AsSpan(0, at)} {text.AsSpan(at + _parts[0].Length)}";
        }

        return text;
    }

    /// <summary>Whether a letter is one of a script that writes its words apart.</summary>
    public static bool IsWordLetter(char letter) => letter < '\u0590' && char.IsLetter(letter);

    private static (string[] Parts, bool[] FollowsOneWord) Split(string text)
    {
        var parts = new List<string>();
        var oneWord = new List<bool>();
        foreach (var gapped in text.Split('*', StringSplitOptions.TrimEntries))
        {
            var words = gapped.Split(" ? ");
            for (var i = 0; i < words.Length; i++)
            {
                var before = i == 0 ? "" : " ";
                var after = i == words.Length - 1 ? "" : " ";
                parts.Add($"{before}{words[i]}{after}");
                oneWord.Add(i > 0);
            }
        }

        return parts[0].Length == 0
            ? throw new FormatException($"'{text}' begins with a gap.")
            : ([.. parts], [.. oneWord]);
    }

    private int Find(string text, int from)
    {
        for (
            var at = Next(text, _parts[0], from, text.Length);
            at >= 0;
            at = Next(text, _parts[0], at + 1, text.Length)
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

        if (_followsOneWord[part])
        {
            var space = text.IndexOf(' ', Math.Min(end, text.Length));
            return space > end
                && text.AsSpan(space).StartsWith(_parts[part], StringComparison.Ordinal)
                && Follows(text, part + 1, space + _parts[part].Length);
        }

        var last = Math.Min(text.Length, end + LongestGap + _parts[part].Length);
        for (
            var at = Next(text, _parts[part], end, last);
            at >= 0;
            at = Next(text, _parts[part], at + 1, last)
        )
        {
            if (Follows(text, part + 1, at + _parts[part].Length))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The next place where words stand and do not begin in the middle of a word.</summary>
    private static int Next(string text, string words, int from, int last)
    {
        while (from < last)
        {
            var at = text.AsSpan(from, last - from).IndexOf(words, StringComparison.Ordinal);
            if (at < 0)
            {
                return -1;
            }

            at += from;
            if (BeginsWord(text, words, at))
            {
                return at;
            }

            from = at + 1;
        }

        return -1;
    }

    private static bool StandsAt(string text, string words, int at) =>
        text.AsSpan(at).StartsWith(words, StringComparison.Ordinal) && BeginsWord(text, words, at);

    private static bool BeginsWord(string text, string words, int at) =>
        at == 0 || words.Length == 0 || !IsWordLetter(words[0]) || !IsWordLetter(text[at - 1]);

    /// <summary><c>status code=1026</c>: one member of the error and its value.</summary>
    private static bool IsMember(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && text.AsSpan(0, equals).Trim("abcdefghijklmnopqrstuvwxyz ").IsEmpty;
    }
}
