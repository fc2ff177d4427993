namespace SkRouter.Cli.Training.Difficulty;

/// <summary>The choices behind the shipped weights of difficulty; what they were compared with is in the classifier's README.</summary>
internal static class DifficultyRecipe
{
    /// <summary>Increases with every change that alters the weights.</summary>
    internal const int Revision = 1;

    internal const double TextPenalty = 1;
    internal const double CuePenalty = 0.5;
    internal const double ShapePenalty = 3;
    internal const double BiasPenalty = 0.001;
    internal const int Iterations = 80;

    /// <summary>How much parts of words count beside words before anything is learned.</summary>
    internal const double PartFactor = 2;

    /// <summary>Log-odds, before anything is learned, that a segment belongs to the task.</summary>
    internal const double GateStart = 1;

    /// <summary>Share of short prompts that are repeated with pasted text, and how much a repetition counts.</summary>
    internal const double PastedShare = 0.6;

    internal const double PastedWeight = 0.5;

    /// <summary>The highest level of the rubric.</summary>
    internal const double HighestLevel = 4;
}
