using System.Globalization;
using SkRouter.Cli.Commands;
using SkRouter.Cli.Evaluation;

namespace SkRouter.Cli.Charts;

/// <summary>How often a cheap model was right against how often that was predicted, as SVG.</summary>
internal static class ReliabilityPicture
{
    private static readonly string[] Colours =
    [
        "#1f6fb4",
        "#c8501e",
        "#2e8b57",
        "#7a4fa3",
        "#8a6d00",
    ];

    internal static void Write(FileInfo? file, IEnumerable<ScoredPrompt> scored)
    {
        if (file is null)
        {
            return;
        }

        var picture = new SvgDocument(
            "Reliability of pCheapSuffices",
            "predicted, %",
            "observed, %"
        );
        picture.Line([(0, 0), (1, 1)], "#888888", dashed: true);
        var line = 0;
        foreach (
            var set in scored
                .Where(prompt => prompt.Row.IsOutcome)
                .GroupBy(prompt => prompt.Row.File)
        )
        {
            var colour = Colours[line % Colours.Length];
            var bins = CalibrationBin.Of(
                set.Select(prompt => (prompt.CheapSuffices, prompt.Row.WeakCorrect!.Value))
            );
            picture.Line(bins.Select(bin => (bin.Predicted, bin.Observed)), colour);
            foreach (var bin in bins)
            {
                picture.Dot(bin.Predicted, bin.Observed, 2 + (Math.Sqrt(bin.Count) / 6), colour);
            }

            var error = CalibrationBin.Error(bins).ToString("F3", CultureInfo.InvariantCulture);
            picture.Label(
                line++,
                $"{set.Key}: n = {set.Count().ToString(CultureInfo.InvariantCulture)}, ECE {error}",
                colour
            );
        }

        DataOptions.Write(file, picture.ToBytes());
    }
}
