using SkRouter.Classification;

namespace SkRouter.Cli.Training;

/// <summary>The choices behind the shipped weights; what they were compared with is in the classifier's README.</summary>
internal static class TrainingRecipe
{
    /// <summary>Goes up with every change that alters the weights.</summary>
    internal const int Revision = 1;

    internal const int CalibrationFolds = 3;

    /// <summary>Rows with outcomes below which held-out predictions are too few to calibrate on.</summary>
    internal const int FewestToCalibrate = 500;

    internal static readonly HeadFit Outcomes = new(TextPenalty: 3, DensePenalty: 10, FormShare: 1);

    internal static readonly HeadFit Hardness = new(
        TextPenalty: 1,
        DensePenalty: 1,
        FormShare: 0,
        Squared: true
    );

    internal static readonly HeadFit Categories = new(
        TextPenalty: 0.5,
        DensePenalty: 5,
        FormShare: 0
    );

    /// <summary>Steps are learned as (steps - middle) / spread.</summary>
    internal const double StepsMiddle = 3.5;

    internal const double StepsSpread = 4;

    /// <summary>How much of the hardness that reference solutions teach goes into a prompt's score.</summary>
    internal static double HardnessShare(PromptForm form) =>
        form switch
        {
            PromptForm.MultipleChoice => 0.05,
            PromptForm.WordProblem => 0.2,
            _ => 0.1,
        };
}
