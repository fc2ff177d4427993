namespace SkRouter.Cli.Evaluation;

/// <summary>How often the category is right, for one source or for all.</summary>
internal sealed record CategoryReport(string Source, int Count, double Accuracy, Interval Interval)
{
    /// <summary>All sources together first, then each.</summary>
    internal static CategoryReport[] Of(IEnumerable<ScoredPrompt> scored)
    {
        var labelled = scored.Where(prompt => prompt.Row.Category is not null).ToArray();
        return labelled.Length == 0
            ? []
            :
            [
                OfSource("all", labelled),
                .. labelled
                    .GroupBy(prompt => prompt.Row.Family)
                    .Select(source => OfSource(source.Key, [.. source]))
                    .OrderByDescending(report => report.Count),
            ];
    }

    private static CategoryReport OfSource(string source, ScoredPrompt[] prompts)
    {
        var hits = prompts
            .Select(prompt => (int)prompt.Category == prompt.Row.Category ? 1.0 : 0.0)
            .ToArray();
        return new(source, hits.Length, hits.Average(), Bootstrap.Mean(hits));
    }
}
