namespace SkRouter.Cli.Evaluation;

/// <summary>The figures of one data file's outcomes.</summary>
internal sealed record RoutingReport(
    string File,
    int Count,
    double Weak,
    double Strong,
    RoutingFigures Exact,
    Interval[] Intervals,
    RoutingFigures? RouteLlm,
    double CalibrationError,
    double? Centred
)
{
    internal static RoutingReport[] Of(IEnumerable<ScoredPrompt> scored) =>
        [
            .. scored
                .Where(prompt => prompt.Row.IsOutcome)
                .GroupBy(prompt => prompt.Row.File)
                .Select(file => OfFile(file.Key, [.. file])),
        ];

    private static RoutingReport OfFile(string file, ScoredPrompt[] prompts)
    {
        var gains = prompts.Select(prompt => (prompt.Score, prompt.Row.Gain)).ToArray();
        return new(
            file,
            prompts.Length,
            prompts.Average(prompt => prompt.Row.WeakCorrect!.Value),
            prompts.Average(prompt => prompt.Row.StrongCorrect!.Value),
            RoutingCurve.Of(gains).Figures(),
            Bootstrap.Routing(gains),
            RouteLlmProtocol.Measure([
                .. prompts.Select(prompt =>
                    (prompt.Score, prompt.Row.StrongCorrect!.Value, prompt.Row.WeakCorrect!.Value)
                ),
            ]),
            CalibrationBin.Error(
                CalibrationBin.Of(
                    prompts.Select(prompt => (prompt.CheapSuffices, prompt.Row.WeakCorrect!.Value))
                )
            ),
            CentredApgr(prompts)
        );
    }

    /// <summary>APGR when every source's scores are moved to the same mean, so that nothing is gained by telling sources apart; null for a single source.</summary>
    private static double? CentredApgr(ScoredPrompt[] prompts)
    {
        var means = prompts
            .GroupBy(prompt => prompt.Row.Source)
            .ToDictionary(source => source.Key, source => source.Average(prompt => prompt.Score));
        return means.Count < 2
            ? null
            : RoutingCurve
                .Of(
                    prompts.Select(prompt =>
                        (prompt.Score - means[prompt.Row.Source], prompt.Row.Gain)
                    )
                )
                .Figures()
                .Apgr;
    }
}
