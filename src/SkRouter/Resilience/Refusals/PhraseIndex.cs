namespace SkRouter.Resilience.Refusals;

/// <summary>
/// Finds many phrases in one pass over a refusal, by their first two letters: thousands of phrases cost no more than the refusal is long.
/// </summary>
internal sealed class PhraseIndex
{
    private readonly Dictionary<uint, List<(RefusalPhrase Phrase, int Slot)>> _beginnings = [];
    private readonly Dictionary<string, List<int>> _codes = new(StringComparer.Ordinal);

    /// <summary>Adds a phrase.</summary>
    /// <param name="phrase">What to look for.</param>
    /// <param name="slot">What is found with it.</param>
    public void Add(RefusalPhrase phrase, int slot)
    {
        if (phrase.Code is { } code)
        {
            ListOf(_codes, code).Add(slot);
            return;
        }

        var words = phrase.Beginning;
        ListOf(_beginnings, Key(words[0], words.Length > 1 ? words[1] : '\0')).Add((phrase, slot));
    }

    /// <summary>Marks what is found in a refusal.</summary>
    public void Find(RefusalBody body, Span<bool> found)
    {
        foreach (var code in body.Codes)
        {
            foreach (var slot in _codes.GetValueOrDefault(code) ?? [])
            {
                found[slot] = true;
            }
        }

        var text = body.Text;
        for (var at = 0; at < text.Length; at++)
        {
            if (!MayBegin(text, at))
            {
                continue;
            }

            Mark(text, at, Key(text[at], at + 1 < text.Length ? text[at + 1] : '\0'), found);
            Mark(text, at, Key(text[at], '\0'), found);
        }
    }

    /// <summary>Counts how many different phrases a text has at different places.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">Where counting ends.</param>
    public int Count(string text, int most)
    {
        var found = new HashSet<int>();
        for (var at = 0; at < text.Length && found.Count < most; at++)
        {
            if (MayBegin(text, at) && First(text, at) is { } slot)
            {
                found.Add(slot);
            }
        }

        return found.Count;
    }

    private int? First(string text, int at)
    {
        var next = at + 1 < text.Length ? text[at + 1] : '\0';
        foreach (var key in (ReadOnlySpan<uint>)[Key(text[at], next), Key(text[at], '\0')])
        {
            foreach (var (phrase, slot) in _beginnings.GetValueOrDefault(key) ?? [])
            {
                if (phrase.IsAt(text, at))
                {
                    return slot;
                }
            }
        }

        return null;
    }

    private void Mark(string text, int at, uint key, Span<bool> found)
    {
        if (_beginnings.TryGetValue(key, out var phrases))
        {
            foreach (var (phrase, slot) in phrases)
            {
                found[slot] = found[slot] || phrase.IsAt(text, at);
            }
        }
    }

    /// <summary>A phrase that begins with a letter begins a word.</summary>
    private static bool MayBegin(string text, int at) =>
        at == 0
        || !RefusalPhrase.IsWordLetter(text[at])
        || !RefusalPhrase.IsWordLetter(text[at - 1]);

    private static uint Key(char first, char second) => ((uint)first << 16) | second;

    private static List<TItem> ListOf<TKey, TItem>(Dictionary<TKey, List<TItem>> lists, TKey key)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists[key] = list = [];
        }

        return list;
    }
}
