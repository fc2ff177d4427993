using SkRouter.Classification;

namespace SkRouter.Cli.Training;

/// <summary>One output of the model: weights per form for hashed words and shape, and a bias.</summary>
internal sealed class LinearHead
{
    internal const int Forms = 3;

    internal LinearHead()
    {
        for (var form = 0; form < Forms; form++)
        {
            Text[form] = new double[HashedCounts.Columns];
            Dense[form] = new double[DenseFeatures.Count];
        }
    }

    internal double[][] Text { get; } = new double[Forms][];

    internal double[][] Dense { get; } = new double[Forms][];

    internal double[] Bias { get; } = new double[Forms];

    /// <summary>The head's output for a row; log-odds unless it was fitted by least squares.</summary>
    internal double LogOdds(FeatureMatrix matrix, int row)
    {
        var form = (int)matrix.Form(row);
        var sum = Bias[form];
        var text = Text[form];
        var columns = matrix.Columns(row);
        var values = matrix.Values(row);
        for (var i = 0; i < columns.Length; i++)
        {
            sum += text[columns[i]] * values[i];
        }

        var weights = Dense[form];
        var dense = matrix.Dense(row);
        for (var i = 0; i < dense.Length; i++)
        {
            sum += weights[i] * dense[i];
        }

        return sum;
    }

    /// <summary>Adds another head's weights, each form's times its share.</summary>
    internal void Add(LinearHead other, Func<PromptForm, double> shareOf)
    {
        for (var form = 0; form < Forms; form++)
        {
            var share = shareOf((PromptForm)form);
            Bias[form] += share * other.Bias[form];
            for (var i = 0; i < Dense[form].Length; i++)
            {
                Dense[form][i] += share * other.Dense[form][i];
            }

            for (var i = 0; i < Text[form].Length; i++)
            {
                Text[form][i] += share * other.Text[form][i];
            }
        }
    }

    /// <summary>Applies a calibration to each form: a line through log-odds is again a linear head.</summary>
    internal void Scale(PlattScaling[] scaling)
    {
        for (var form = 0; form < Forms; form++)
        {
            var (slope, shift) = scaling[form];
            Bias[form] = (Bias[form] * slope) + shift;
            for (var i = 0; i < Dense[form].Length; i++)
            {
                Dense[form][i] *= slope;
            }

            for (var i = 0; i < Text[form].Length; i++)
            {
                Text[form][i] *= slope;
            }
        }
    }
}
