using SkRouter.Classification;
using SkRouter.Cli.Training;
using SkRouter.Cli.Training.Difficulty;

namespace SkRouter.Cli.Evaluation;

/// <summary>Scores every row by weights that were trained without the row's fold.</summary>
/// <remarks>Calibration is learned within the training part. A row whose prompt begins like one in the fold is kept out, too.</remarks>
internal sealed class CrossValidation
{
    private const int SourceOfItsOwnFold = 300;

    private readonly IReadOnlyList<TrainingRow> _rows;
    private readonly List<TrainingRow> _all;
    private readonly string[] _keys;
    private readonly int[][] _folds;

    internal CrossValidation(IReadOnlyList<TrainingRow> rows, HoldOut holdOut, int folds)
    {
        _rows = rows;
        _all =
        [
            .. rows,
            .. rows.Any(row => row.Category is not null) ? CategorySeeds.Read() : [],
            .. rows.Any(row => row.IsOutcome) ? GradedSet.Read() : [],
        ];
        _keys = [.. rows.Select(row => PromptGroup.KeyOf(row.Prompt))];
        var sizes = rows.CountBy(row => row.Family).ToDictionary();
        _folds =
        [
            .. Enumerable
                .Range(0, rows.Count)
                .GroupBy(i => FoldOf(i, holdOut, folds, sizes))
                .OrderBy(fold => fold.Key, StringComparer.Ordinal)
                .Select(fold => fold.ToArray()),
        ];
    }

    internal int Steps => _folds.Length;

    internal ScoredPrompt[] Score(Action<string>? step)
    {
        var difficulty = LearnedTaskClassifier.ReadShipped().Difficulty;
        var matrix = new FeatureMatrix([.. _all.Select(row => row.Prompt)], new(difficulty));
        var scored = new ScoredPrompt[_rows.Count];
        foreach (var held in _folds)
        {
            var classifier = new LearnedTaskClassifier(
                new ClassifierTrainer(matrix, _all, difficulty).Train(TrainingRowsFor(held))
            );
            foreach (var i in held)
            {
                scored[i] = Scorer.Score(classifier, _rows[i]);
            }

            step?.Invoke("folds");
        }

        return scored;
    }

    // Heads that no row of the fold is measured by need not be trained for it.
    private int[] TrainingRowsFor(int[] held)
    {
        var heldRows = held.ToHashSet();
        var heldKeys = held.Select(i => _keys[i]).ToHashSet(StringComparer.Ordinal);
        var outcomes = held.Any(i => _rows[i].IsOutcome);
        var categories = held.Any(i => _rows[i].Category is not null);
        return
        [
            .. Enumerable
                .Range(0, _all.Count)
                .Where(i =>
                    i >= _rows.Count || (!heldRows.Contains(i) && !heldKeys.Contains(_keys[i]))
                )
                .Where(i => _all[i].Category is null ? outcomes : categories),
        ];
    }

    private string FoldOf(int i, HoldOut holdOut, int folds, Dictionary<string, int> sizes)
    {
        var row = _rows[i];
        return holdOut switch
        {
            HoldOut.Subjects => Numbered($"subject {row.File}/{row.Subject}"),
            HoldOut.Sources when sizes[row.Family] >= SourceOfItsOwnFold => row.Family,
            HoldOut.Sources => Numbered($"source {row.Family}"),
            _ => Numbered(_keys[i]),
        };

        string Numbered(string key) =>
            PromptGroup
                .FoldOf(key, folds)
                .ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
