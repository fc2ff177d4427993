using SkRouter.Classification;

namespace SkRouter.Cli.Training;

/// <summary>Weights that a fit starts from: the fit learns only what is to be added to them.</summary>
internal sealed class StartingPoint
{
    private readonly FeatureMatrix _matrix;
    private readonly LinearHead _head = new();

    /// <summary>Reads one output from weights.</summary>
    /// <param name="matrix">Features of all prompts.</param>
    /// <param name="weights">The weights to start from.</param>
    /// <param name="slot">Where the output lies for a form.</param>
    internal StartingPoint(
        FeatureMatrix matrix,
        ClassifierWeights weights,
        Func<PromptForm, int> slot
    )
    {
        _matrix = matrix;
        foreach (var form in Enum.GetValues<PromptForm>())
        {
            var at = slot(form);
            _head.Bias[(int)form] = weights.Bias[at];
            for (var i = 0; i < DenseFeatures.Count; i++)
            {
                _head.Dense[(int)form][i] = weights.Dense(at)[i];
            }

            for (var column = 0; column < HashedCounts.Columns; column++)
            {
                _head.Text[(int)form][column] = weights.Text(column)[at] * weights.TextScale[at];
            }
        }
    }

    internal double LogOdds(int row) => _head.LogOdds(_matrix, row);

    internal void AddTo(LinearHead head) => head.Add(_head);
}
