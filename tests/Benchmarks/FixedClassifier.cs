using SkRouter.Classification;

namespace SkRouter.Benchmarks;

/// <summary>Classification has its own benchmark elsewhere; here it costs nothing.</summary>
internal sealed class FixedClassifier : ITaskClassifier
{
    private static readonly TaskProfile Profile = new()
    {
        Category = default,
        Difficulty = 0.3,
        CheapSuffices = 0.7,
        Confidence = 1,
        EstimatedInputTokens = 10,
        Classifier = "fixed/1",
    };

    public TaskProfile Classify(in TaskText text) => Profile;
}
