using SkRouter.Classification;

namespace SkRouter.Tests.Policies;

/// <summary>Says the same of every task.</summary>
internal sealed class FixedClassifier(double cheapSuffices) : ITaskClassifier
{
    public double CheapSuffices { get; set; } = cheapSuffices;

    public TaskProfile Classify(in TaskText text) =>
        new()
        {
            Category = TaskCategory.QuestionAnswering,
            Difficulty = 1 - CheapSuffices,
            CheapSuffices = CheapSuffices,
            Confidence = 1,
            EstimatedInputTokens = 1_000,
            Classifier = "fixed",
        };
}
