namespace SkRouter.Cli.Evaluation;

/// <summary>What is kept out of training when a row is scored.</summary>
internal enum HoldOut
{
    /// <summary>Nothing: finished weights are scored.</summary>
    Nothing,

    /// <summary>A fold of prompts, whole groups of prompts with the same beginning together.</summary>
    Groups,

    /// <summary>All rows of the subject.</summary>
    Subjects,

    /// <summary>All rows of the source.</summary>
    Sources,

    /// <summary>All graded prompts of the theme.</summary>
    Themes,
}
