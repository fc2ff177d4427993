namespace SkRouter.Cli.Training.Difficulty;

/// <summary>Means and inverse standard deviations of a few features.</summary>
internal sealed class Standardization
{
    private const double Constant = 1e-8;

    internal Standardization(IReadOnlyList<double[]> rows, int count)
    {
        (Mean, Scale) = (new double[count], new double[count]);
        var squares = new double[count];
        foreach (var row in rows)
        {
            for (var i = 0; i < count; i++)
            {
                Mean[i] += row[i];
                squares[i] += row[i] * row[i];
            }
        }

        for (var i = 0; i < count; i++)
        {
            Mean[i] /= Math.Max(1, rows.Count);
            var variance = (squares[i] / Math.Max(1, rows.Count)) - (Mean[i] * Mean[i]);
            Scale[i] = variance > Constant ? 1 / Math.Sqrt(variance) : 0;
        }
    }

    internal double[] Mean { get; }

    internal double[] Scale { get; }

    internal double Of(int feature, double value) => (value - Mean[feature]) * Scale[feature];
}
