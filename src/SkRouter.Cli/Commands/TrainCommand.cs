using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using SkRouter.Classification;
using SkRouter.Classification.Difficulty;
using SkRouter.Cli.Training;
using SkRouter.Cli.Training.Difficulty;

namespace SkRouter.Cli.Commands;

/// <summary><c>skrouter train</c>: learns classifier weights from outcomes.</summary>
internal static class TrainCommand
{
    internal static Command Create()
    {
        var data = DataOptions.Data();
        var output = new Option<FileInfo>("--out")
        {
            Description = "Where to write the weights.",
            Required = true,
        };
        var from = new Option<string?>("--from")
        {
            Description =
                "Weights to start from, or `shipped`: a few hundred own outcomes then move only what they speak for.",
        };
        var json = DataOptions.Json();
        var command = new Command(
            "train",
            "Learn classifier weights from outcomes; the same data gives the same bytes."
        )
        {
            data,
            output,
            from,
            json,
        };
        command.SetAction(result =>
            CommandRunner.Run(() =>
                Run(
                    result.GetRequiredValue(data),
                    result.GetRequiredValue(output),
                    result.GetValue(from),
                    result.GetValue(json)
                )
            )
        );
        return command;
    }

    private static void Run(FileInfo[] data, FileInfo output, string? from, bool json)
    {
        var start = from switch
        {
            null => null,
            "shipped" => LearnedTaskClassifier.ReadShipped(),
            _ => DataOptions.ReadWeights(new FileInfo(from)),
        };
        var rows = DataFileReader.Read(data);
        if (start is null && !rows.Exists(row => row.IsOutcome))
        {
            throw new CommandException(
                "The data has no outcomes (strong_correct and weak_correct). Add some, or use --from shipped to change the rest only."
            );
        }

        if (start is null && rows.Exists(row => row.Category is not null))
        {
            rows.AddRange(CategorySeeds.Read());
        }

        if (start is null)
        {
            rows.AddRange(GradedSet.Read());
        }

        var weights = ProgressBar.Run(
            "Training",
            ClassifierTrainer.Steps + 1,
            step => Train(rows, start, step)
        );
        var file = weights.Write();
        DataOptions.Write(output, file);
        Report(rows, output, file, json);
    }

    private static ClassifierWeights Train(
        List<TrainingRow> rows,
        ClassifierWeights? start,
        Action<string> step
    )
    {
        var difficulty = Difficulty(rows, start);
        step("difficulty");
        var matrix = new FeatureMatrix([.. rows.Select(row => row.Prompt)], new(difficulty));
        return new ClassifierTrainer(matrix, rows, difficulty, start, step).Train([
            .. Enumerable.Range(0, rows.Count),
        ]);
    }

    /// <summary>Learned from the graded prompts; kept if there is something to keep and nothing to learn from.</summary>
    private static DifficultyWeights Difficulty(List<TrainingRow> rows, ClassifierWeights? start) =>
        start is not null && !rows.Exists(row => row.Level is not null)
            ? start.Difficulty
            : DifficultyTrainer.Train(
                GradedSet.Prompts(start is null ? rows : [.. GradedSet.Read(), .. rows])
            );

    private static void Report(List<TrainingRow> rows, FileInfo output, byte[] file, bool json)
    {
        var summary = new
        {
            weights = output.FullName,
            bytes = file.Length,
            sha256 = Convert.ToHexStringLower(SHA256.HashData(file)),
            outcomes = rows.Count(row => row.IsOutcome),
            categories = rows.Count(row => row.Category is not null),
            steps = rows.Count(row => row.Steps is not null),
            levels = rows.Count(row => row.Level is not null),
            contaminated = rows.Count(row => row.Contaminated),
        };
        Console.WriteLine(
            json
                ? JsonSerializer.Serialize(summary)
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                    {summary.weights}: {summary.bytes:N0} bytes, sha256 {summary.sha256}
                    Learned from {summary.outcomes} outcomes, {summary.categories} categories, {summary.steps} solutions, {summary.levels} levels; left out {summary.contaminated} contaminated rows.
                    How well it does on prompts it has not seen: skrouter eval --data ... --folds 5
                    """
                )
        );
    }
}
