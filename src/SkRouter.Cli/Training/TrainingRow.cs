namespace SkRouter.Cli.Training;

/// <summary>One line of a data file. Which of its labels are set says what it can teach.</summary>
/// <param name="File">The data file's name without its ending; figures are given per file.</param>
/// <param name="Id">Identifies the prompt in a file of scores.</param>
/// <param name="Source">Where the prompt is from.</param>
/// <param name="Subject">Part of the source.</param>
/// <param name="Prompt">The task.</param>
internal sealed record TrainingRow(
    string File,
    string Id,
    string Source,
    string Subject,
    string Prompt
)
{
    /// <summary>Share of strong models that got it right, 0 to 1.</summary>
    internal double? StrongCorrect { get; init; }

    /// <summary>Share of cheap models that got it right, 0 to 1.</summary>
    internal double? WeakCorrect { get; init; }

    /// <summary>Index of the task category.</summary>
    internal int? Category { get; init; }

    /// <summary>Steps of a reference solution.</summary>
    internal double? Steps { get; init; }

    /// <summary>How strong a model must be, 0 to 4.</summary>
    internal double? Level { get; init; }

    /// <summary>The set of prompts that were written together.</summary>
    internal string? Theme { get; init; }

    /// <summary>The language of the prompt.</summary>
    internal string? Language { get; init; }

    /// <summary>What the prompt shares with others, so that they stay on one side of a split; null to go by the prompt's beginning.</summary>
    internal string? Group { get; init; }

    /// <summary>Whether the models had seen the prompt in training: such a row is in no fit and no figure.</summary>
    internal bool Contaminated { get; init; }

    internal bool IsOutcome =>
        StrongCorrect is not null && WeakCorrect is not null && !Contaminated;

    /// <summary>The source without its variant (what follows a slash): kept out of training as a whole.</summary>
    internal string Family => Source.Split('/')[0];

    internal double Gain => StrongCorrect.GetValueOrDefault() - WeakCorrect.GetValueOrDefault();
}
