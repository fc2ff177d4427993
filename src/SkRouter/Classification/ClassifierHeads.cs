namespace SkRouter.Classification;

/// <summary>Where each output of the model lies among the sixteen that one row of weights holds.</summary>
internal static class ClassifierHeads
{
    /// <summary>Outputs in a row: as many bytes as one 128-bit register holds.</summary>
    internal const int Count = 16;

    internal const int Forms = 3;
    internal const int Categories = 9;

    /// <summary>How many steps a solution takes, as far as the wording tells; learned from reference solutions, for every form.</summary>
    internal const int Hardness = 2 * Forms;

    /// <summary>"A strong model succeeds", for prompts of one form.</summary>
    internal static int StrongSucceeds(PromptForm form) => (int)form;

    /// <summary>"A cheap model succeeds", for prompts of one form.</summary>
    internal static int CheapSucceeds(PromptForm form) => Forms + (int)form;

    internal static int Category(int category) => Hardness + 1 + category;
}
