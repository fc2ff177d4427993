using System.CommandLine;
using SkRouter.Classification;
using SkRouter.Cli.Charts;
using SkRouter.Cli.Evaluation;
using SkRouter.Cli.Training;

namespace SkRouter.Cli.Commands;

/// <summary><c>skrouter calibrate</c>: finds the score above which a wanted share of prompts goes to the strong model.</summary>
internal static class CalibrateCommand
{
    private const double UsualShare = 0.3;

    internal static Command Create()
    {
        var data = DataOptions.Data();
        var weights = DataOptions.Weights();
        var share = new Option<double>("--strong-share")
        {
            Description = "Share of prompts for the strong model, 0 to 1.",
            DefaultValueFactory = _ => UsualShare,
        };
        var picture = new Option<FileInfo>("--picture")
        {
            Description =
                "Where to draw the curve of quality over the share of strong calls, as SVG.",
            DefaultValueFactory = _ => new FileInfo("cost-quality.svg"),
        };
        var json = DataOptions.Json();
        var command = new Command(
            "calibrate",
            "Find thresholds for a share of strong calls and draw what they cost in quality."
        )
        {
            data,
            weights,
            share,
            picture,
            json,
        };
        command.SetAction(result =>
            CommandRunner.Run(() =>
            {
                var thresholds = Measure(
                    DataFileReader.Read(result.GetRequiredValue(data)),
                    new LearnedTaskClassifier(DataOptions.ReadWeights(result.GetValue(weights))),
                    result.GetValue(share)
                );
                var file = result.GetRequiredValue(picture);
                CostQualityChart.Write(file, thresholds);
                CalibrateOutput.Print(thresholds, file, result.GetValue(json));
            })
        );
        return command;
    }

    private static ThresholdTable Measure(
        List<TrainingRow> rows,
        LearnedTaskClassifier classifier,
        double share
    )
    {
        if (share is not (>= 0 and <= 1))
        {
            throw new CommandException(
                "--strong-share must be from 0 (never the strong model) to 1 (always)."
            );
        }

        var outcomes = rows.FindAll(row => row.IsOutcome);
        return outcomes.Count > 0
            ? ThresholdTable.Of(outcomes.ConvertAll(row => Scorer.Score(classifier, row)), share)
            : throw new CommandException(
                "The data has no outcomes. Give rows with strong_correct and weak_correct."
            );
    }
}
