using SkRouter.Classification;

namespace SkRouter.Cli.Training;

/// <summary>The choices behind the shipped weights; what they were compared with is in the classifier's README.</summary>
internal static class TrainingRecipe
{
    /// <summary>Goes up with every change that alters the weights.</summary>
    internal const int Revision = 3;

    internal const int CalibrationFolds = 3;

    /// <summary>Rows with outcomes below which held-out predictions are too few to calibrate on.</summary>
    internal const int FewestToCalibrate = 500;

    internal static readonly HeadFit Outcomes = new(TextPenalty: 4, DensePenalty: 30, FormShare: 2);

    /// <summary>Like <see cref="Outcomes"/>, but graded prompts are learned from as well, and the difficulty may speak for itself.</summary>
    internal static readonly HeadFit Suffices = Outcomes with { DifficultyPenalty = 3 };

    /// <summary>One model for all forms that is penalised so much that little but what all sources share is left.</summary>
    internal static readonly HeadFit CheapFails = new(
        TextPenalty: 60,
        DensePenalty: 60,
        FormShare: 0
    );

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
            PromptForm.MultipleChoice => new(
                Gain: 1,
                CheapFails: 0.06,
                Direct: 0,
                Hardness: 0.06,
                Length: 0.02,
                Difficulty: 0
            ),
            PromptForm.WordProblem => new(
                Gain: 0.4,
                CheapFails: 0,
                Direct: 0.7,
                Hardness: 0.3,
                Length: 0.045,
                Difficulty: 0
            ),
            _ => new(
                Gain: 1,
                CheapFails: 0.08,
                Direct: 0,
                Hardness: 0.06,
                Length: 0,
                Difficulty: 0.03
            ),
        };

    /// <summary>
    /// What a category adds to the score of an open prompt: on public comparisons of models, strong ones win most at calculating, code and
    /// reasoning and least at writing.
    /// </summary>
    internal static double CategoryGain(PromptForm form, TaskCategory category) =>
        form != PromptForm.Open
            ? 0
            : category switch
            {
                TaskCategory.Math or TaskCategory.Reasoning or TaskCategory.Code => 0.1,
                TaskCategory.ExtractClassify => 0.05,
                TaskCategory.Creative => -0.05,
                _ => 0,
            };

    /// <summary>
    /// A subject whose answers of the strong model were read wrongly when the data was made: it would teach that mathematics is easy for cheap
    /// models.
    /// </summary>
    internal const string MisreadSubject = "high_school_mathematics";

    /// <summary>How much a graded prompt counts beside one with outcomes, when chances of success are learned.</summary>
    internal const double LevelWeight = 0.5;

    // Shares of success that were measured where prompts have both a level and outcomes, for levels 0 to 3, and drawn on to level 4.
    private static readonly double[] CheapSuccessAtLevel = [0.92, 0.75, 0.5, 0.25, 0.12];
    private static readonly double[] StrongSuccessAtLevel = [0.98, 0.9, 0.78, 0.6, 0.4];

    /// <summary>How often a cheap model succeeds at a level.</summary>
    internal static double CheapSuccess(double level) => At(CheapSuccessAtLevel, level);

    /// <summary>How often a strong model succeeds at a level.</summary>
    internal static double StrongSuccess(double level) => At(StrongSuccessAtLevel, level);

    private static double At(double[] values, double level)
    {
        var below = (int)Math.Min(Math.Floor(level), values.Length - 2);
        return values[below] + ((level - below) * (values[below + 1] - values[below]));
    }

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
