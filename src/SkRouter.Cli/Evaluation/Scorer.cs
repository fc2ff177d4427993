using SkRouter.Classification;
using SkRouter.Cli.Training;

namespace SkRouter.Cli.Evaluation;

/// <summary>Scores rows by the product's own path.</summary>
internal static class Scorer
{
    internal static ScoredPrompt Score(LearnedTaskClassifier classifier, TrainingRow row)
    {
        var profile = classifier.Classify(new TaskText { Task = row.Prompt, Instructions = "" });
        var isGraded = row is { Level: not null, StrongCorrect: null };
        return new(
            row,
            isGraded ? profile.Difficulty : profile.ExpectedGain,
            profile.Category,
            profile.CheapSuffices,
            profile.Difficulty
        );
    }
}
