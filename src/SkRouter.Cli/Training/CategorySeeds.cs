namespace SkRouter.Cli.Training;

/// <summary>Example tasks of our own wording, added to the rows with categories when weights are learned from nothing.</summary>
internal static class CategorySeeds
{
    private const string Source = "seeds";
    private const string Resource = "SkRouter.Cli.Training.category-seeds.txt";
    private const int FillingsOfAPattern = 8;

    private static readonly (string Slot, string[] Words)[] Fillings =
    [
        (
            "{topic}",
            [
                "volcanoes",
                "the printing press",
                "honey bees",
                "jazz",
                "the moon",
                "bread",
                "chess",
                "penguins",
                "solar power",
                "friendship",
                "the plague",
            ]
        ),
        ("{n}", ["3", "7", "12", "18", "25", "40", "64", "96"]),
        ("{place}", ["France", "Kenya", "Tokyo", "Chile", "Berlin", "Norway", "Cairo"]),
        (
            "{language}",
            [
                "French",
                "German",
                "Spanish",
                "Japanese",
                "Turkish",
                "Chinese",
                "Arabic",
                "Russian",
                "Italian",
                "Polish",
                "Hindi",
            ]
        ),
        ("{code}", ["Python", "C#", "JavaScript", "Java", "Rust", "Go", "C++"]),
        (
            "{text}",
            [
                "The council met on Monday and voted to close the old bridge until spring.",
                "I bought this kettle in May; it boils fast, but the lid came off after a week.",
                "Sam: are you coming tonight? Lea: only if Kim drives. Sam: she said she would.",
                "Researchers followed two hundred families for ten years and found that sleep mattered more than diet.",
                "Dear team, the release moves to Thursday because the payment tests still fail on two machines.",
            ]
        ),
    ];

    internal static bool Contains(TrainingRow row) => row.Source == Source;

    /// <summary>Reads the seeds. None is in any data file, so they are on no side of a split.</summary>
    internal static List<TrainingRow> Read()
    {
        using var stream =
            typeof(CategorySeeds).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        using var reader = new StreamReader(stream);
        var rows = new List<TrainingRow>();
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                rows.AddRange(Expand(line.Split(" | ", 2)));
            }
        }

        return rows;
    }

    private static IEnumerable<TrainingRow> Expand(string[] seed) =>
        Enumerable
            .Range(0, FillingsOfAPattern)
            .Select(n => new TrainingRow(Source, "seed", Source, "", Fill(seed[1], n))
            {
                Category = (int)CategoryNames.Parse(seed[0])!,
            });

    private static string Fill(string pattern, int n) =>
        Fillings.Aggregate(
            pattern,
            (text, filling) =>
                text.Replace(
                    filling.Slot,
                    filling.Words[n % filling.Words.Length],
                    StringComparison.Ordinal
                )
        );
}
