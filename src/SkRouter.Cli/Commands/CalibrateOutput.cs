using System.Globalization;
using System.Text.Json;
using SkRouter.Cli.Charts;
using SkRouter.Cli.Evaluation;
using Spectre.Console;

namespace SkRouter.Cli.Commands;

/// <summary>Prints thresholds, for people or for machines.</summary>
internal static class CalibrateOutput
{
    private static readonly JsonSerializerOptions JsonFormat = new(JsonSerializerDefaults.Web);

    internal static void Print(ThresholdTable thresholds, FileInfo picture, bool json)
    {
        if (json)
        {
            var summary = new
            {
                thresholds.Count,
                thresholds.Weak,
                thresholds.Strong,
                thresholds.Wanted,
                thresholds.Tenths,
                picture = picture.FullName,
            };
            Console.WriteLine(JsonSerializer.Serialize(summary, JsonFormat));
            return;
        }

        Console.WriteLine(CostQualityChart.Draw(thresholds));
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns("strong share", "score at least", "correct", "gap recovered");
        foreach (
            var threshold in thresholds
                .Tenths.Append(thresholds.Wanted)
                .OrderBy(threshold => threshold.WantedShare)
        )
        {
            table.AddRow(
                Format(threshold.StrongShare, "P1"),
                Format(threshold.Score, "F6"),
                Format(threshold.Quality, "P1"),
                Format(threshold.GapRecovered, "P1")
            );
        }

        AnsiConsole.Write(table);
        var wanted = thresholds.Wanted;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Send prompts with a score of at least {wanted.Score:F6} to the strong model: {wanted.StrongShare:P1} of {thresholds.Count} prompts, {wanted.Quality:P1} correct. Picture: {picture.FullName}"
            )
        );
        Console.WriteLine(
            "On rows that the weights were trained on the curve is too good; calibrate on outcomes of your own."
        );
    }

    private static string Format(double value, string format) =>
        value.ToString(format, CultureInfo.InvariantCulture);
}
