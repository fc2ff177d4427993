namespace SkRouter.Cli.Training.Difficulty;

/// <summary>A prompt and how strong a model must be to do it well.</summary>
/// <param name="Prompt">The task.</param>
/// <param name="Level">0 (anything does it) to 4 (a frontier model that reasons at length).</param>
internal sealed record GradedPrompt(string Prompt, double Level)
{
    /// <summary>How much it counts.</summary>
    internal double Weight { get; init; } = 1;
}
