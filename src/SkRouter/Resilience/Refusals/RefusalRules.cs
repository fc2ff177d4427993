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
    private readonly List<RefusalPhrase> _suspicion = [];

    /// <param name="entries">Lines of documented refusals.</param>
    /// <param name="words">Lines of rules by meaning.</param>
    public RefusalRules(IEnumerable<string> entries, IEnumerable<string> words)
    {
        foreach (var line in entries)
        {
            var columns = Columns(line, 6);
            _rules.Add(
                new(MeaningOf(columns[0], line), columns[1], columns[2], Groups(columns[3]), [])
            );
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
                    _suspicion.AddRange(Phrases(columns[2]));
                    break;
                default:
                    _rules.Add(
                        new(
                            MeaningOf(columns[0], line),
                            Provider: null,
                            columns[1],
                            Groups(columns[2]),
                            columns[3].Length == 0 ? [] : Phrases(columns[3])
                        )
                    );
                    break;
            }
        }
    }

    public static RefusalRules Default => Embedded.Value;

    public IReadOnlyList<RefusalRule> All => _rules;

    /// <summary>The first rule that fits; null if none does.</summary>
    public RefusalRule? Find(int? status, RefusalBody body) =>
        _rules.Find(rule => rule.Fits(status, body));

    /// <summary>Whether anything in a refusal speaks of content, safety, policy, sensitivity or risk. The names of fields do not count.</summary>
    public bool SpeaksOfContent(RefusalBody body)
    {
        var text = body.Text;
        foreach (var phrase in _technical)
        {
            text = phrase.TakeOut(text);
        }

        return _suspicion.Exists(phrase => phrase.IsIn(text));
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

    private static RefusalPhrase[][] Groups(string text) => [.. text.Split(" & ").Select(Phrases)];

    private static RefusalPhrase[] Phrases(string text) =>
        [.. text.Split('|').Select(static phrase => new RefusalPhrase(phrase))];
}
