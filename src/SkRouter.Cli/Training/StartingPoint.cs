using SkRouter.Classification;

namespace SkRouter.Cli.Training;

/// <summary>Weights that a fit starts from: the fit learns only what is to be added to them.</summary>
internal sealed class StartingPoint
{
    private readonly FeatureMatrix _matrix;

    /// <summary>Starts from a head.</summary>
    internal StartingPoint(FeatureMatrix matrix, LinearHead head) =>
        (_matrix, Head) = (matrix, head);

    /// <summary>Reads one output from weights.</summary>
    /// <param name="matrix">Features of all prompts.</param>
    /// <param name="weights">The weights to start from.</param>
    /// <param name="slot">Where the output lies.</param>
    internal StartingPoint(FeatureMatrix matrix, ClassifierWeights weights, int slot)
    {
        _matrix = matrix;
        foreach (var form in Enum.GetValues<PromptForm>())
        {
            Head.Bias[(int)form] = weights.Bias(form)[slot];
            for (var i = 0; i < DenseFeatures.Count; i++)
            {
                Head.Dense[(int)form][i] = weights.Dense(form, slot)[i];
            }

            for (var column = 0; column < HashedCounts.Columns; column++)
            {
                Head.Text[(int)form][column] =
                    weights.Text(form, column)[slot] * weights.TextScale(form)[slot];
            }
        }
    }

    internal LinearHead Head { get; } = new();

    internal double LogOdds(int row) => Head.LogOdds(_matrix, row);
}
