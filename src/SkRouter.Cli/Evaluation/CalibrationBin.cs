namespace SkRouter.Cli.Evaluation;

/// <summary>Prompts whose predictions lie in one tenth.</summary>
/// <param name="Count">How many.</param>
/// <param name="Predicted">Mean prediction.</param>
/// <param name="Observed">Mean of what happened.</param>
internal sealed record CalibrationBin(int Count, double Predicted, double Observed)
{
    private const int Bins = 10;

    internal static CalibrationBin[] Of(IEnumerable<(double Predicted, double Observed)> pairs) =>
        [
            .. pairs
                .GroupBy(pair => Math.Clamp((int)(pair.Predicted * Bins), 0, Bins - 1))
                .OrderBy(bin => bin.Key)
                .Select(bin => new CalibrationBin(
                    bin.Count(),
                    bin.Average(pair => pair.Predicted),
                    bin.Average(pair => pair.Observed)
                )),
        ];

    /// <summary>Expected calibration error: mean distance between prediction and outcome over the bins, weighted by their size.</summary>
    internal static double Error(IReadOnlyCollection<CalibrationBin> bins) =>
        bins.Sum(bin => bin.Count * Math.Abs(bin.Predicted - bin.Observed))
        / Math.Max(1, bins.Sum(bin => bin.Count));
}
