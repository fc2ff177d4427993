namespace SkRouter.Cli.Evaluation;

/// <summary>How well the difficulty orders graded prompts.</summary>
/// <param name="Group">The prompts: all, a theme, or a language.</param>
/// <param name="Count">How many.</param>
/// <param name="Spearman">Rank correlation of difficulty and level.</param>
/// <param name="Interval">Its 95 % bootstrap interval.</param>
/// <param name="Easy">Share of level 0 below the 25th percentile of level 2; NaN if there are none.</param>
/// <param name="Hard">Share of level 4 above the 75th percentile of level 2; NaN if there are none.</param>
internal sealed record DifficultyReport(
    string Group,
    int Count,
    double Spearman,
    Interval Interval,
    double Easy,
    double Hard
)
{
    private const int FewestOfAGroup = 20;
    private const double Middle = 2;
    private const double Highest = 4;

    /// <summary>All prompts first, then each theme, then each language with enough prompts.</summary>
    internal static DifficultyReport[] Of(IEnumerable<ScoredPrompt> scored)
    {
        var graded = scored.Where(prompt => prompt.Row.Level is not null).ToArray();
        return graded.Length == 0
            ? []
            :
            [
                OfGroup("all", graded),
                .. Groups(graded, prompt => prompt.Row.Theme),
                .. Groups(graded, prompt => prompt.Row.Language),
            ];
    }

    private static IEnumerable<DifficultyReport> Groups(
        ScoredPrompt[] graded,
        Func<ScoredPrompt, string?> nameOf
    ) =>
        graded
            .Where(prompt => nameOf(prompt) is not null)
            .GroupBy(prompt => nameOf(prompt)!)
            .Where(group => group.Count() >= FewestOfAGroup && group.Count() < graded.Length)
            .OrderByDescending(group => group.Count())
            .Select(group => OfGroup(group.Key, [.. group]));

    private static DifficultyReport OfGroup(string name, ScoredPrompt[] prompts)
    {
        var levels = Array.ConvertAll(prompts, prompt => prompt.Row.Level!.Value);
        var difficulties = Array.ConvertAll(prompts, prompt => prompt.Difficulty);
        double[] middle =
        [
            .. prompts
                .Where(prompt => prompt.Row.Level == Middle)
                .Select(prompt => prompt.Difficulty)
                .Order(),
        ];
        return new(
            name,
            prompts.Length,
            RankCorrelation.Of(difficulties, levels),
            Bootstrap.Correlation(difficulties, levels),
            Share(prompts, 0, difficulty => difficulty < Quantile(middle, 0.25)),
            Share(prompts, Highest, difficulty => difficulty > Quantile(middle, 0.75))
        );
    }

    private static double Share(
        ScoredPrompt[] prompts,
        double level,
        Func<double, bool> isBeyond
    ) =>
        prompts
            .Where(prompt => prompt.Row.Level == level)
            .Select(prompt => isBeyond(prompt.Difficulty) ? 1.0 : 0)
            .DefaultIfEmpty(double.NaN)
            .Average();

    private static double Quantile(double[] sorted, double share)
    {
        if (sorted.Length == 0)
        {
            return double.NaN;
        }

        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
