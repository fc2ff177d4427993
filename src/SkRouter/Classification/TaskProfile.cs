namespace SkRouter.Classification;

/// <summary>What the classifier says of one round trip.</summary>
public sealed record TaskProfile
{
    /// <summary>The most probable category.</summary>
    public required TaskCategory Category { get; init; }

    /// <summary>Probability of each category, indexed by <see cref="TaskCategory"/>; sums to 1. Empty when the classifier gives none.</summary>
    public IReadOnlyList<float> CategoryProbabilities { get; init; } = [];

    /// <summary>
    /// How hard the task is: 0 (any model does it) to 1 (only the strongest, if any). A quarter is one level of the rubric by which prompts were graded:
    /// 0.25 a small model, 0.5 a competent small commercial one, 0.75 a strong one.
    /// </summary>
    public required double Difficulty { get; init; }

    /// <summary>Calibrated probability that a cheap model is enough, 0 to 1, as learned from outcomes of pairs of models.</summary>
    public required double CheapSuffices { get; init; }

    /// <summary>
    /// How much more often a strong model is expected to succeed than a cheap one: what prompts are ranked by when only some may
    /// go to the strong model. About -0.2 to 0.7; comparable between prompts of one classifier, not a probability. 0 when the
    /// classifier gives none.
    /// </summary>
    public double ExpectedGain { get; init; }

    /// <summary>How sure the classifier is of the category and difficulty, 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>Estimated input of the round trip, in tokens.</summary>
    public required long EstimatedInputTokens { get; init; }

    /// <summary>Says the profile in one sentence: how hard the task is and how often a cheap model is enough for such tasks.</summary>
    public string Describe() => TaskSummary.Of(this);

    /// <summary>Name and version of what made this profile, e.g. <c>learned/1</c>.</summary>
    public required string Classifier { get; init; }
}
