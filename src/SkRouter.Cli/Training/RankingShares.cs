namespace SkRouter.Cli.Training;

/// <summary>What goes into the score by which prompts are ranked for the strong model, and how much of each.</summary>
/// <param name="Gain">Difference between the probabilities that a strong and a cheap model succeed.</param>
/// <param name="CheapFails">
/// Log-odds that a cheap model fails, as learned by one strongly penalised model for all forms: the part that carries over to other prompts
/// and models.
/// </param>
/// <param name="Direct">The gain as learned by least squares, which is steadier on few rows.</param>
/// <param name="Hardness">Steps that a solution takes, as learned from reference solutions.</param>
/// <param name="Length">Logarithm of the prompt's length.</param>
/// <param name="Difficulty">Log-odds of the difficulty learned from graded prompts.</param>
internal sealed record RankingShares(
    double Gain,
    double CheapFails,
    double Direct,
    double Hardness,
    double Length,
    double Difficulty
);
