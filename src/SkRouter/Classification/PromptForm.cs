namespace SkRouter.Classification;

/// <summary>How a prompt is put. What makes a prompt hard differs so much between these that each has its own weights.</summary>
internal enum PromptForm
{
    /// <summary>Anything else.</summary>
    Open,

    /// <summary>Three or more lettered options.</summary>
    MultipleChoice,

    /// <summary>Two or more numbers and a question mark, no code and no options.</summary>
    WordProblem,
}
