using System.CommandLine;
using SkRouter.Classification;
using SkRouter.Cli.Charts;
using SkRouter.Cli.Commands.Replay;
using SkRouter.Cli.Commands.Route;
using SkRouter.Cli.Evaluation;
using SkRouter.Cli.Training;

namespace SkRouter.Cli.Commands;

/// <summary><c>skrouter eval</c>: measures how well the classifier orders prompts and names their categories.</summary>
internal static class EvalCommand
{
    private const int WholeGroupFolds = 10;

    internal static Command Create()
    {
        var data = DataOptions.Data();
        var weights = DataOptions.Weights();
        var scores = new Option<FileInfo?>("--scores")
        {
            Description =
                "Write id, score, category and pCheapSuffices of each prompt, as JSON Lines.",
        };
        var picture = new Option<FileInfo?>("--picture")
        {
            Description =
                "Draw the reliability of pCheapSuffices, or with --policy cost against score, as an SVG file.",
        };
        var folds = new Option<int?>("--folds")
        {
            Description =
                "Train anew for each of so many folds and score only what was kept out of training.",
        };
        var subjects = new Option<bool>("--leave-subject-out")
        {
            Description = "Like --folds 10, with whole subjects kept out.",
        };
        var sources = new Option<bool>("--leave-source-out")
        {
            Description = "Like --folds 10, with whole sources kept out.",
        };
        var json = DataOptions.Json();
        var replay = new ReplayOptions();
        var command = new Command(
            "eval",
            "Measure the classifier: APGR, CPT, category accuracy, calibration. With --policy: replay that policy on recorded outcomes."
        )
        {
            data,
            weights,
            scores,
            picture,
            folds,
            subjects,
            sources,
            json,
        };
        replay.AddTo(command);
        command.SetAction(
            (result, cancellationToken) =>
                replay.IsAsked(result)
                    ? CommandOutput.RunAsync(
                        result,
                        output =>
                        {
                            ReplayOptions.RefuseBeside(result, scores, folds, subjects, sources);
                            return ReplayRun.ExecuteAsync(
                                output,
                                replay.Read(result, data, weights, picture, json),
                                cancellationToken
                            );
                        }
                    )
                    : Task.FromResult(Measure(result))
        );
        return command;

        int Measure(ParseResult result) =>
            CommandRunner.Run(() =>
            {
                replay.RefuseWithoutPolicy(result);
                var (holdOut, count) = Split(
                    result.GetValue(folds),
                    result.GetValue(subjects),
                    result.GetValue(sources)
                );
                if (holdOut != HoldOut.Nothing && result.GetValue(weights) is not null)
                {
                    throw new CommandException(
                        "--weights cannot be combined with folds, which train their own weights. Leave one out."
                    );
                }

                var scored = Score(
                    DataFileReader.Read(result.GetRequiredValue(data)),
                    result.GetValue(weights),
                    holdOut,
                    count
                );
                ScoresFile.Write(result.GetValue(scores), scored);
                ReliabilityPicture.Write(result.GetValue(picture), scored);
                EvalOutput.Print(
                    scored,
                    holdOut,
                    result.GetValue(weights) is null,
                    result.GetValue(json)
                );
            });
    }

    private static (HoldOut HoldOut, int Folds) Split(int? folds, bool subjects, bool sources)
    {
        var chosen = (folds is null ? 0 : 1) + (subjects ? 1 : 0) + (sources ? 1 : 0);
        if (chosen > 1)
        {
            throw new CommandException(
                "Give only one of --folds, --leave-subject-out and --leave-source-out."
            );
        }

        if (folds is < 2 or > 100)
        {
            throw new CommandException("--folds must be from 2 to 100.");
        }

        return subjects ? (HoldOut.Subjects, WholeGroupFolds)
            : sources ? (HoldOut.Sources, WholeGroupFolds)
            : folds is { } count ? (HoldOut.Groups, count)
            : (HoldOut.Nothing, 0);
    }

    private static ScoredPrompt[] Score(
        List<TrainingRow> rows,
        FileInfo? weights,
        HoldOut holdOut,
        int folds
    )
    {
        if (holdOut != HoldOut.Nothing)
        {
            var validation = new CrossValidation(rows, holdOut, folds);
            return ProgressBar.Run("Cross-validation", validation.Steps, validation.Score);
        }

        var classifier = new LearnedTaskClassifier(DataOptions.ReadWeights(weights));
        return [.. rows.Select(row => Scorer.Score(classifier, row))];
    }
}
