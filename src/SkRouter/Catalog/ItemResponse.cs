using SkRouter.Classification;

namespace SkRouter.Catalog;

/// <summary>
/// Item response theory with one parameter (Rasch, 1960): the odds of success grow with ability minus difficulty. The
/// difficulty of a task is placed so that a model of ability 0 succeeds exactly as often as the classifier says that a cheap one does.
/// </summary>
internal static class ItemResponse
{
    private const double Least = 0.001;

    public static double Difficulty(TaskProfile profile) =>
        -Logit(Math.Clamp(profile.CheapSuffices, Least, 1 - Least));

    public static double Success(double ability, double difficulty) =>
        1 / (1 + Math.Exp(difficulty - ability));

    /// <summary>One step of a Gaussian approximation to the posterior (an extended Kalman filter on the logistic response).</summary>
    /// <param name="prior">What was known before.</param>
    /// <param name="difficulty">Of the task.</param>
    /// <param name="score">The outcome, 0 to 1.</param>
    /// <param name="drift">Variance that every outcome adds, so that a model that changes is noticed.</param>
    public static AbilityEstimate Update(
        AbilityEstimate prior,
        double difficulty,
        double score,
        double drift
    )
    {
        var expected = Success(prior.Mean, difficulty);
        var variance = prior.Variance + drift;
        var information = Math.Max(expected * (1 - expected), 0.02);
        var posterior = 1 / ((1 / variance) + information);
        return new(prior.Mean + (posterior * (score - expected)), posterior, prior.Outcomes + 1);
    }

    private static double Logit(double probability) => Math.Log(probability / (1 - probability));
}
