using SkRouter.Classification;
using SkRouter.Cli.Training;

namespace SkRouter.Cli.Evaluation;

/// <summary>Scores every row by weights that were trained without the row's fold.</summary>
/// <remarks>Calibration is learned within the training part. A row whose prompt begins like one in the fold is kept out, too.</remarks>
internal sealed class CrossValidation(IReadOnlyList<TrainingRow> rows, HoldOut holdOut, int folds)
{
    internal int Steps => folds * ClassifierTrainer.Steps;

    internal ScoredPrompt[] Score(Action<string>? step)
    {
        var matrix = new FeatureMatrix([.. rows.Select(row => row.Prompt)]);
        var keys = rows.Select(row => PromptGroup.KeyOf(row.Prompt)).ToArray();
        var fold = rows.Select((row, i) => PromptGroup.FoldOf(FoldKey(row, keys[i]), folds))
            .ToArray();
        var scored = new ScoredPrompt[rows.Count];
        for (var current = 0; current < folds; current++)
        {
            var held = Enumerable.Range(0, rows.Count).Where(i => fold[i] == current).ToArray();
            var heldKeys = held.Select(i => keys[i]).ToHashSet(StringComparer.Ordinal);
            var train = Enumerable
                .Range(0, rows.Count)
                .Where(i => fold[i] != current && !heldKeys.Contains(keys[i]))
                .ToArray();
            var weights = new ClassifierTrainer(matrix, rows, step: step).Train(train);
            var classifier = new LearnedTaskClassifier(weights);
            foreach (var i in held)
            {
                scored[i] = Scorer.Score(classifier, rows[i]);
            }
        }

        return scored;
    }

    private string FoldKey(TrainingRow row, string groupKey) =>
        holdOut switch
        {
            HoldOut.Subjects => $"subject {row.File}/{row.Subject}",
            HoldOut.Sources => $"source {row.Source.Split('/')[0]}",
            _ => groupKey,
        };
}
