using System.CommandLine;
using SkRouter.Classification;
using SkRouter.Cli.Charts;
using SkRouter.Cli.Commands.Replay;
using SkRouter.Cli.Commands.Route;
using SkRouter.Cli.Evaluation;
using SkRouter.Cli.Training;
using SkRouter.Cli.Training.Difficulty;

namespace SkRouter.Cli.Commands;

/// <summary><c>skrouter eval</c>: measures how well the classifier orders prompts and names their categories.</summary>
internal static class EvalCommand
{
    private const int WholeGroupFolds = 10;

    internal static Command Create()
    {
        var data = DataOptions.Data();
        data.Required = false;
        var graded = new Option<bool>("--graded")
        {
            Description =
                "Measure the difficulty on the graded prompts that come with the tool, beside the data.",
        };
        var themes = new Option<bool>("--leave-theme-out")
        {
            Description =
                "Train the difficulty again for each theme of the graded prompts and score only the theme that was kept out.",
        };
        var weights = DataOptions.Weights();
        var scores = new Option<FileInfo?>("--scores")
        {
            Description =
                "Write id, score, category, pCheapSuffices and difficulty of each prompt, as JSON Lines. The score of a graded prompt is its difficulty.",
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
        var runs = new AgentRunOptions();
        var command = new Command(
            "eval",
            "Measure the classifier: APGR, CPT, category accuracy, calibration. With --policy: replay that policy on recorded outcomes."
        )
        {
            data,
            graded,
            weights,
            scores,
            picture,
            folds,
            subjects,
            sources,
            themes,
            json,
        };
        replay.AddTo(command);
        runs.AddTo(command);
        command.SetAction(
            (result, cancellationToken) =>
                replay.IsAsked(result)
                    ? CommandOutput.RunAsync(
                        result,
                        output =>
                        {
                            ReplayOptions.RefuseBeside(
                                result,
                                scores,
                                folds,
                                subjects,
                                sources,
                                themes,
                                graded
                            );
                            return ReplayRun.ExecuteAsync(
                                output,
                                replay.Read(result, data, weights, picture, json),
                                cancellationToken
                            );
                        }
                    )
                    : Task.FromResult(
                        runs.IsAsked(result)
                            ? CommandRunner.Run(() => runs.Execute(result))
                            : Measure(result)
                    )
        );
        return command;

        int Measure(ParseResult result) =>
            CommandRunner.Run(() =>
            {
                replay.RefuseWithoutPolicy(result);
                var (holdOut, count) = Split(
                    result.GetValue(folds),
                    result.GetValue(subjects),
                    result.GetValue(sources),
                    result.GetValue(themes)
                );
                if (holdOut != HoldOut.Nothing && result.GetValue(weights) is not null)
                {
                    throw new CommandException(
                        "--weights cannot be combined with folds, which train their own weights. Leave one out."
                    );
                }

                var scored = Score(
                    Rows(result.GetValue(data), result.GetValue(graded)),
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

    private static List<TrainingRow> Rows(FileInfo[]? data, bool graded) =>
        data is { Length: > 0 } || graded
            ? [.. DataFileReader.ReadPrompts(data ?? []), .. graded ? GradedSet.Read() : []]
            : throw new CommandException(
                "There is nothing to measure on. Give --data FILE, or --graded for the graded prompts that come with the tool."
            );

    private static (HoldOut HoldOut, int Folds) Split(
        int? folds,
        bool subjects,
        bool sources,
        bool themes
    )
    {
        var chosen =
            (folds is null ? 0 : 1) + (subjects ? 1 : 0) + (sources ? 1 : 0) + (themes ? 1 : 0);
        if (chosen > 1)
        {
            throw new CommandException(
                "Give only one of --folds, --leave-subject-out, --leave-source-out and --leave-theme-out."
            );
        }

        if (folds is < 2 or > 100)
        {
            throw new CommandException("--folds must be from 2 to 100.");
        }

        return subjects ? (HoldOut.Subjects, WholeGroupFolds)
            : sources ? (HoldOut.Sources, WholeGroupFolds)
            : themes ? (HoldOut.Themes, 0)
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
        if (holdOut == HoldOut.Themes)
        {
            var byTheme = new ThemeValidation(rows);
            return ProgressBar.Run("Themes", byTheme.Steps, byTheme.Score);
        }

        if (holdOut != HoldOut.Nothing)
        {
            var validation = new CrossValidation(rows, holdOut, folds);
            return ProgressBar.Run("Cross-validation", validation.Steps, validation.Score);
        }

        var classifier = new LearnedTaskClassifier(DataOptions.ReadWeights(weights));
        return [.. rows.Select(row => Scorer.Score(classifier, row))];
    }
}
