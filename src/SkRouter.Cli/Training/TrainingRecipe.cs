using SkRouter.Classification;

namespace SkRouter.Cli.Training;

/// <summary>The choices behind the shipped weights; what they were compared with is in the classifier's README.</summary>
internal static class TrainingRecipe
{
    /// <summary>Goes up with every change that alters the weights.</summary>
    internal const int Revision = 2;

    internal const int CalibrationFolds = 3;

    /// <summary>Rows with outcomes below which held-out predictions are too few to calibrate on.</summary>
    internal const int FewestToCalibrate = 500;

    internal static readonly HeadFit Outcomes = new(TextPenalty: 4, DensePenalty: 30, FormShare: 2);

    internal static readonly HeadFit Gain = new(
        TextPenalty: 10,
        DensePenalty: 10,
        FormShare: 3,
        Squared: true
    );

    internal static readonly HeadFit Hardness = new(
        TextPenalty: 1,
        DensePenalty: 1,
        FormShare: 0,
        Squared: true
    );

    internal static readonly HeadFit Categories = new(
        TextPenalty: 12,
        DensePenalty: 1000,
        FormShare: 0,
        Iterations: 15
    );

    /// <summary>Steps are learned as (steps - middle) / spread.</summary>
    internal const double StepsMiddle = 3.5;

    internal const double StepsSpread = 4;

    /// <summary>About 245 characters: where length neither raises nor lowers a score.</summary>
    internal const double TypicalLogLength = 5.5;

    /// <summary>What prompts of a form are ranked by.</summary>
    internal static RankingShares Ranking(PromptForm form) =>
        form switch
        {
            PromptForm.MultipleChoice => new(Gain: 1, Direct: 0, Hardness: 0.06, Length: 0),
            PromptForm.WordProblem => new(Gain: 0.4, Direct: 0.7, Hardness: 0.16, Length: 0.04),
            _ => new(Gain: 1, Direct: 0, Hardness: 0.12, Length: 0),
        };

    /// <summary>Weight that a cue has before anything is learned.</summary>
    internal const double CueWeight = 16;

    /// <summary>Log-odds by which numbers and a question, without options, speak for mathematics before anything is learned.</summary>
    internal const double WordProblemIsMath = 3;

    /// <summary>How much an example task of our own counts: they tell what a category asks for, rows of data how its sources write.</summary>
    internal const double SeedWeight = 15;

    /// <summary>How much a row with a category counts: large sources less, so that they do not drown the small ones.</summary>
    internal static double SourceWeight(int rowsOfSource) =>
        Math.Sqrt(TypicalSource / Math.Max(1.0, rowsOfSource));

    /// <summary>
    /// Rows of agentic work count less: most are plain requests that only the tools on offer, which the data does not hold, make
    /// agentic. At full weight plain questions were taken for agentic work.
    /// </summary>
    internal static double CategoryWeight(TaskCategory category) =>
        category == TaskCategory.AgenticTool ? 0.5 : 1;

    private const double TypicalSource = 100;
}
