namespace SkRouter.Cli.Training;

/// <summary>What goes into the score of a prompt, and how much.</summary>
/// <param name="Gain">Difference between the probabilities that a strong and a cheap model succeed.</param>
/// <param name="Direct">The same difference as learned by least squares, which is steadier on few rows.</param>
/// <param name="Hardness">Steps that a solution takes, as learned from reference solutions.</param>
/// <param name="Length">Logarithm of the prompt's length.</param>
internal sealed record RankingShares(double Gain, double Direct, double Hardness, double Length);
