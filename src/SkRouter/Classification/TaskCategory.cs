namespace SkRouter.Classification;

/// <summary>What kind of task a round trip asks a model to do.</summary>
public enum TaskCategory
{
    /// <summary>Question answering; also what a task is when nothing speaks for another kind.</summary>
    QuestionAnswering,

    /// <summary>Writing, changing or explaining program code.</summary>
    Code,

    /// <summary>Calculating, or solving a problem stated in mathematics.</summary>
    Math,

    /// <summary>Several dependent steps of inference.</summary>
    Reasoning,

    /// <summary>Extracting fields from, or labelling, given text.</summary>
    ExtractClassify,

    /// <summary>Shortening given text.</summary>
    Summarise,

    /// <summary>Translating between languages.</summary>
    Translate,

    /// <summary>Writing prose, verse or dialogue.</summary>
    Creative,

    /// <summary>Deciding on and calling tools.</summary>
    AgenticTool,
}
