namespace SkRouter.Cli.Training;

/// <summary>How a head is fitted.</summary>
/// <param name="TextPenalty">L2 penalty on the weights of hashed words.</param>
/// <param name="DensePenalty">L2 penalty on the weights of shape, in units of one standard deviation.</param>
/// <param name="FormShare">How far a form's own weights may leave the shared ones: 0 not at all, 1 as far as the shared ones from 0.</param>
/// <param name="Iterations">Most steps of the optimiser; fewer than it takes to converge is a penalty, too.</param>
/// <param name="Squared">Least squares instead of logistic loss.</param>
/// <param name="DifficultyPenalty">L2 penalty on the weight of the difficulty, in units of one standard deviation.</param>
internal sealed record HeadFit(
    double TextPenalty,
    double DensePenalty,
    double FormShare,
    int Iterations = 60,
    bool Squared = false,
    double DifficultyPenalty = 30
);
