using SkRouter.Classification;

namespace SkRouter.Escalation;

/// <summary>
/// Probability that a run will succeed as it is going, learned one run at a time: logistic regression with a Gaussian belief over its weights, updated by one step of
/// an extended Kalman filter for each point of a run. Inputs are standardised by what has been seen so far. Not safe for parallel use.
/// </summary>
internal sealed class SuccessModel
{
    private const int Inputs = SignalVector.Length;
    private const int Size = Inputs + SignalVector.Stretches + 1;
    private const double PriorRuns = 5;
    private const double MostDeviations = 3;
    private const double LeastInformation = 0.02;

    private readonly double[] _mean = new double[Inputs];
    private readonly double[] _squares = new double[Inputs];
    private readonly double[] _weights = new double[Size];
    private readonly double[] _covariance = new double[Size * Size];
    private double _seen = PriorRuns;

    internal SuccessModel()
    {
        Array.Fill(_squares, PriorRuns);
        for (var i = 0; i < Size; i++)
        {
            _covariance[(i * Size) + i] = PriorVariance(i);
        }

        foreach (var (number, weight) in SignalVector.Prior)
        {
            _weights[number] = weight;
        }
    }

    /// <summary>The probability of success at a point of a run.</summary>
    internal double Success(in RunPoint point)
    {
        Span<double> input = stackalloc double[Size];
        Standardise(point, input);
        return PortableMath.Sigmoid(Dot(_weights, input));
    }

    /// <summary>Learns from a run that is over.</summary>
    internal void Learn(IReadOnlyList<RunPoint> run, double outcome)
    {
        foreach (var point in run)
        {
            See(point.Vector);
        }

        // The points of a run have one outcome, so that they are worth less than as many runs.
        var weight = 1 / Math.Sqrt(run.Count);
        Span<double> input = stackalloc double[Size];
        Span<double> spread = stackalloc double[Size];
        foreach (var point in run)
        {
            Standardise(point, input);
            Update(input, spread, outcome, weight);
        }
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(Size);
        writer.Write(_seen);
        for (var i = 0; i < Inputs; i++)
        {
            writer.Write((float)_mean[i]);
            writer.Write((float)_squares[i]);
        }

        for (var i = 0; i < Size; i++)
        {
            writer.Write((float)_weights[i]);
            for (var j = 0; j <= i; j++)
            {
                writer.Write((float)_covariance[(i * Size) + j]);
            }
        }
    }

    /// <exception cref="InvalidDataException">It was written by a version with other signals.</exception>
    internal static SuccessModel Read(BinaryReader reader)
    {
        if (reader.ReadInt32() != Size)
        {
            throw new InvalidDataException(
                "The escalation model has other signals than this version."
            );
        }

        var model = new SuccessModel { _seen = reader.ReadDouble() };
        for (var i = 0; i < Inputs; i++)
        {
            model._mean[i] = reader.ReadSingle();
            model._squares[i] = reader.ReadSingle();
        }

        for (var i = 0; i < Size; i++)
        {
            model._weights[i] = reader.ReadSingle();
            for (var j = 0; j <= i; j++)
            {
                model._covariance[(i * Size) + j] = model._covariance[(j * Size) + i] =
                    reader.ReadSingle();
            }
        }

        return model;
    }

    private void See(float[] vector)
    {
        _seen++;
        for (var i = 0; i < Inputs; i++)
        {
            var away = vector[i] - _mean[i];
            _mean[i] += away / _seen;
            _squares[i] += away * (vector[i] - _mean[i]);
        }
    }

    private void Standardise(in RunPoint point, Span<double> input)
    {
        input.Clear();
        for (var i = 0; i < Inputs; i++)
        {
            var deviation = Math.Sqrt(_squares[i] / _seen);
            input[i] =
                deviation > 1e-9
                    ? Math.Clamp(
                        (point.Vector[i] - _mean[i]) / deviation,
                        -MostDeviations,
                        MostDeviations
                    )
                    : 0;
        }

        input[Inputs + point.Stretch] = 1;
        input[^1] = 1;
    }

    private void Update(
        ReadOnlySpan<double> input,
        Span<double> spread,
        double outcome,
        double weight
    )
    {
        var expected = PortableMath.Sigmoid(Dot(_weights, input));
        var information = Math.Max(expected * (1 - expected), LeastInformation) * weight;
        for (var i = 0; i < Size; i++)
        {
            spread[i] = Dot(_covariance.AsSpan(i * Size, Size), input);
        }

        var scale = 1 + (information * Dot(spread, input));
        var step = weight * (outcome - expected) / scale;
        var shrink = information / scale;
        for (var i = 0; i < Size; i++)
        {
            _weights[i] += spread[i] * step;
            for (var j = 0; j < Size; j++)
            {
                _covariance[(i * Size) + j] -= spread[i] * spread[j] * shrink;
            }
        }
    }

    private static double Dot(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Length; i++)
        {
            sum += one[i] * other[i];
        }

        return sum;
    }

    // Numbers mean something in any role; which tool, word or model it is must first be learned.
    private static double PriorVariance(int weight) =>
        weight < SignalVector.Numbers ? 0.08
        : weight < SignalVector.Numbers + SignalVector.Tools ? 0.05
        : weight < Inputs - SignalVector.Models ? 0.02
        : weight < Inputs ? 0.3
        : weight < Size - 1 ? 0.12
        : 1;
}
