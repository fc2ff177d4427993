namespace SkRouter.Classification;

/// <summary>Where each output of the model lies among the sixteen that one row of weights holds. Each prompt form has its own rows.</summary>
internal static class ClassifierHeads
{
    /// <summary>Outputs in a row: as many bytes as one 128-bit register holds. The last few are unused.</summary>
    internal const int Count = 16;

    internal const int Forms = 3;
    internal const int Categories = 9;

    /// <summary>"A strong model succeeds", in log-odds.</summary>
    internal const int StrongSucceeds = 0;

    /// <summary>"A cheap model succeeds", in log-odds, as the outcomes alone say: what prompts are ranked by.</summary>
    internal const int CheapSucceeds = 1;

    /// <summary>What is added to the difference of the two probabilities to rank prompts for the strong model.</summary>
    internal const int Priority = 2;

    /// <summary>"A cheap model suffices", in log-odds, as outcomes and graded prompts say.</summary>
    internal const int CheapSuffices = 3 + Categories;

    internal static int Category(int category) => 3 + category;
}
