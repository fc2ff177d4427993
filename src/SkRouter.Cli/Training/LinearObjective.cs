using SkRouter.Classification;

namespace SkRouter.Cli.Training;

/// <summary>Penalised loss of one head over some rows. Each form has its own weights, drawn towards weights that all forms share.</summary>
/// <remarks>
/// The weight of a form is shared + share * own with an L2 penalty on both parts: a form with few rows leans on the others.
/// Parameters lie as: shared part, own part of each form; a part is hashed words, standardised shape, bias.
/// </remarks>
internal sealed class LinearObjective
{
    private const int Part = HashedCounts.Columns + DenseFeatures.Count + 1;
    private const int BiasAt = Part - 1;
    private const int DifficultyAt = HashedCounts.Columns + DenseFeatures.Difficulty;

    private readonly FeatureMatrix _matrix;
    private readonly int[] _rows;
    private readonly double[] _targets;
    private readonly double[]? _offsets;
    private readonly double[]? _rowWeights;
    private readonly HeadFit _fit;
    private readonly double[] _mean = new double[DenseFeatures.Count];
    private readonly double[] _scale = new double[DenseFeatures.Count];
    private readonly double[][] _effective = [new double[Part], new double[Part], new double[Part]];
    private readonly double[][] _gradients = [new double[Part], new double[Part], new double[Part]];

    private LinearObjective(
        FeatureMatrix matrix,
        int[] rows,
        double[] targets,
        HeadFit fit,
        double[]? offsets,
        double[]? rowWeights
    )
    {
        (_matrix, _rows, _targets, _fit) = (matrix, rows, targets, fit);
        (_offsets, _rowWeights) = (offsets, rowWeights);
        Standardise();
    }

    /// <summary>Fits a head.</summary>
    /// <param name="matrix">Features of all prompts.</param>
    /// <param name="rows">The rows to fit on.</param>
    /// <param name="targets">What each of <paramref name="rows"/> should give, 0 to 1.</param>
    /// <param name="fit">How.</param>
    /// <param name="offsets">What is already known of each of <paramref name="rows"/>: the head learns what to add. Null for nothing.</param>
    /// <param name="rowWeights">How much each of <paramref name="rows"/> counts. Null for 1 each.</param>
    internal static LinearHead Fit(
        FeatureMatrix matrix,
        int[] rows,
        double[] targets,
        HeadFit fit,
        double[]? offsets = null,
        double[]? rowWeights = null
    )
    {
        var objective = new LinearObjective(matrix, rows, targets, fit, offsets, rowWeights);
        var parameters = new double[(fit.FormShare > 0 ? LinearHead.Forms + 1 : 1) * Part];
        new Lbfgs(memory: 8, iterations: fit.Iterations, tolerance: 1e-5).Minimise(
            objective.Evaluate,
            parameters
        );
        return objective.Unfold(parameters);
    }

    private void Standardise()
    {
        Span<double> squares = stackalloc double[DenseFeatures.Count];
        foreach (var row in _rows)
        {
            var dense = _matrix.Dense(row);
            for (var i = 0; i < dense.Length; i++)
            {
                _mean[i] += dense[i];
                squares[i] += (double)dense[i] * dense[i];
            }
        }

        var count = Math.Max(1, _rows.Length);
        for (var i = 0; i < squares.Length; i++)
        {
            _mean[i] /= count;
            var variance = (squares[i] / count) - (_mean[i] * _mean[i]);
            _scale[i] = variance > 1e-8 ? 1 / Math.Sqrt(variance) : 0;
        }
    }

    private double Evaluate(double[] parameters, double[] gradient)
    {
        Combine(parameters);
        var loss = 0.0;
        for (var n = 0; n < _rows.Length; n++)
        {
            loss += AddRow(_rows[n], _targets[n], _offsets?[n] ?? 0, _rowWeights?[n] ?? 1);
        }

        return loss + Penalise(parameters, gradient);
    }

    private void Combine(double[] parameters)
    {
        for (var form = 0; form < LinearHead.Forms; form++)
        {
            var own = (form + 1) * Part;
            Array.Clear(_gradients[form]);
            for (var i = 0; i < Part; i++)
            {
                _effective[form][i] =
                    parameters[i] + (_fit.FormShare > 0 ? _fit.FormShare * parameters[own + i] : 0);
            }
        }
    }

    private double AddRow(int row, double target, double offset, double rowWeight)
    {
        var form = (int)_matrix.Form(row);
        var weights = _effective[form];
        var columns = _matrix.Columns(row);
        var values = _matrix.Values(row);
        var dense = _matrix.Dense(row);
        var margin = weights[BiasAt] + offset;
        for (var i = 0; i < columns.Length; i++)
        {
            margin += weights[columns[i]] * values[i];
        }

        for (var i = 0; i < dense.Length; i++)
        {
            margin += weights[HashedCounts.Columns + i] * (dense[i] - _mean[i]) * _scale[i];
        }

        var (loss, slope) = _fit.Squared ? Squared(margin, target) : Logistic(margin, target);
        var step = slope * rowWeight;
        var gradient = _gradients[form];
        for (var i = 0; i < columns.Length; i++)
        {
            gradient[columns[i]] += step * values[i];
        }

        for (var i = 0; i < dense.Length; i++)
        {
            gradient[HashedCounts.Columns + i] += step * (dense[i] - _mean[i]) * _scale[i];
        }

        gradient[BiasAt] += step;
        return loss * rowWeight;
    }

    private static (double Loss, double Slope) Squared(double margin, double target) =>
        ((margin - target) * (margin - target) / 2, margin - target);

    private static (double Loss, double Slope) Logistic(double margin, double target)
    {
        var decay = PortableMath.Exp(-Math.Abs(margin));
        var loss = PortableMath.Log(1 + decay) + Math.Max(margin, 0) - (target * margin);
        var probability = margin >= 0 ? 1 / (1 + decay) : decay / (1 + decay);
        return (loss, probability - target);
    }

    private double Penalise(double[] parameters, double[] gradient)
    {
        var penalty = 0.0;
        for (var i = 0; i < parameters.Length; i++)
        {
            var part = i / Part;
            var at = i - (part * Part);
            var weight =
                at < HashedCounts.Columns ? _fit.TextPenalty
                : at == DifficultyAt ? _fit.DifficultyPenalty
                : at < BiasAt ? _fit.DensePenalty
                : 0.01;
            var slope =
                part == 0
                    ? _gradients[0][at] + _gradients[1][at] + _gradients[2][at]
                    : _fit.FormShare * _gradients[part - 1][at];
            penalty += weight * parameters[i] * parameters[i] / 2;
            gradient[i] = slope + (weight * parameters[i]);
        }

        return penalty;
    }

    private LinearHead Unfold(double[] parameters)
    {
        Combine(parameters);
        var head = new LinearHead();
        for (var form = 0; form < LinearHead.Forms; form++)
        {
            Array.Copy(_effective[form], head.Text[form], HashedCounts.Columns);
            head.Bias[form] = _effective[form][BiasAt];
            for (var i = 0; i < DenseFeatures.Count; i++)
            {
                head.Dense[form][i] = _effective[form][HashedCounts.Columns + i] * _scale[i];
                head.Bias[form] -= head.Dense[form][i] * _mean[i];
            }
        }

        return head;
    }
}
