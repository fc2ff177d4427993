namespace SkRouter.Resilience.Refusals;

/// <summary>The words of providers, read once from the data files beside this class.</summary>
internal sealed class RefusalRules
{
    private const string Technical = "technical";
    private const string Suspicion = "suspicion";

    private static readonly Lazy<RefusalRules> Embedded = new(() =>
        new(Lines("SkRouter.refusals.tsv"), Lines("SkRouter.refusal-words.tsv"))
    );

    private readonly List<RefusalRule> _rules = [];
    private readonly List<RefusalPhrase> _technical = [];
    private readonly PhraseIndex _suspicion = new();
    private readonly PhraseIndex _phrases = new();
    private int _slots;

    /// <param name="entries">Lines of documented refusals.</param>
    /// <param name="words">Lines of rules by meaning.</param>
    public RefusalRules(IEnumerable<string> entries, IEnumerable<string> words)
    {
        foreach (var line in entries)
        {
            var columns = Columns(line, 6);
            Add(columns[0], columns[1], columns[2], columns[3], none: "", line);
        }

        foreach (var line in words)
        {
            var columns = Columns(line, 4);
            switch (columns[0])
            {
                case Technical:
                    _technical.AddRange(Phrases(columns[2]));
                    break;
                case Suspicion:
                    AddSuspicions(Phrases(columns[2]));
                    break;
                default:
                    Add(columns[0], provider: null, columns[1], columns[2], columns[3], line);
                    break;
            }
        }
    }

    public static RefusalRules Default => Embedded.Value;

    public IReadOnlyList<RefusalRule> All => _rules;

    /// <summary>The first rule that fits; null if none does.</summary>
    public RefusalRule? Find(int? status, RefusalBody body)
    {
        if (body.IsEmpty)
        {
            return null;
        }

        Span<bool> found = stackalloc bool[_slots];
        found.Clear();
        _phrases.Find(body, found);
        foreach (var rule in _rules)
        {
            if (rule.Fits(status, found))
            {
                return rule;
            }
        }

        return null;
    }

    /// <summary>
    /// Counts, up to two, the different words in a refusal that speak of content, safety, policy, sensitivity or risk. The names of fields do not count.
    /// </summary>
    public int ContentWords(RefusalBody body)
    {
        var text = body.Text;
        foreach (var phrase in _technical)
        {
            text = phrase.TakeOut(text);
        }

        return _suspicion.Count(text, most: 2);
    }

    internal static IEnumerable<string> Lines(string resource)
    {
        using var stream = typeof(RefusalRules).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }

    private void Add(
        string meaning,
        string? provider,
        string statuses,
        string all,
        string none,
        string line
    ) =>
        _rules.Add(
            new(
                MeaningOf(meaning, line),
                provider,
                statuses,
                [.. all.Split(" & ").Select(Slot)],
                none.Length == 0 ? -1 : Slot(none)
            )
        );

    /// <summary>Makes a place where it is noted that one of the alternatives was found.</summary>
    private int Slot(string alternatives)
    {
        foreach (var phrase in Phrases(alternatives))
        {
            _phrases.Add(phrase, _slots);
        }

        return _slots++;
    }

    private void AddSuspicions(RefusalPhrase[] phrases)
    {
        for (var i = 0; i < phrases.Length; i++)
        {
            _suspicion.Add(phrases[i], i);
        }
    }

    private static string[] Columns(string line, int count)
    {
        var columns = line.Split('\t');
        return columns.Length == count
            ? columns
            : throw new FormatException(
                FormattableString.Invariant(
                    $"A line of the refusals has {columns.Length} columns and not {count}: {line}"
                )
            );
    }

    private static RefusalMeaning MeaningOf(string word, string line) =>
        Enum.TryParse<RefusalMeaning>(
            word.Replace("-", "", StringComparison.Ordinal),
            ignoreCase: true,
            out var meaning
        )
            ? meaning
            : throw new FormatException($"'{word}' is no meaning of a refusal: {line}");

    private static RefusalPhrase[] Phrases(string text) =>
        [.. text.Split('|').Select(static phrase => new RefusalPhrase(phrase))];
}
