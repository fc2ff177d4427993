namespace SkRouter.Cli.Evaluation;

/// <summary>What is gained by sending the prompts with the highest scores to the strong model, at every threshold.</summary>
internal sealed class RoutingCurve
{
    private const double Tolerance = 1e-12;

    private readonly double[] _gained;

    private RoutingCurve(double[] gained) => _gained = gained;

    /// <summary>Number of prompts.</summary>
    internal int Count => _gained.Length - 1;

    /// <summary>Difference in quality between always strong and always cheap.</summary>
    internal double Gap => _gained[^1];

    /// <summary>Makes the curve; prompts of equal score share their gain evenly.</summary>
    /// <param name="scored">Score, and what the strong model adds to the cheap one's correctness.</param>
    internal static RoutingCurve Of(IEnumerable<(double Score, double Gain)> scored)
    {
        var order = scored.OrderByDescending(prompt => prompt.Score).ToArray();
        var weights = Enumerable.Repeat(1, order.Length).ToArray();
        return OfSorted(order, weights);
    }

    /// <summary>Makes the curve of prompts that are sorted by falling score, each counted as often as its weight says.</summary>
    internal static RoutingCurve OfSorted((double Score, double Gain)[] order, int[] weights)
    {
        var count = weights.Sum();
        var gained = new double[count + 1];
        var at = 0;
        var total = 0.0;
        for (var start = 0; start < order.Length; )
        {
            var (end, copies, sum) = (start, 0, 0.0);
            for (; end < order.Length && order[end].Score.Equals(order[start].Score); end++)
            {
                copies += weights[end];
                sum += weights[end] * order[end].Gain;
            }

            for (var copy = 0; copy < copies; copy++)
            {
                total += sum / copies;
                gained[++at] = total / count;
            }

            start = end;
        }

        return new RoutingCurve(gained);
    }

    /// <summary>Quality above always cheap when so many prompts go to the strong model.</summary>
    internal double GainedAt(int strongCalls) => _gained[strongCalls];

    internal RoutingFigures Figures()
    {
        if (Math.Abs(Gap) < Tolerance)
        {
            return new(double.NaN, double.NaN, double.NaN);
        }

        var area = 0.0;
        for (var i = 1; i < _gained.Length; i++)
        {
            area += _gained[i] + _gained[i - 1];
        }

        return new(area / 2 / Count / Gap, CallsFor(0.5), CallsFor(0.8));
    }

    private double CallsFor(double share)
    {
        var first =
            Gap > 0 ? Array.FindIndex(_gained, gained => gained >= (share * Gap) - Tolerance) : -1;
        return first < 0 ? 100 : 100.0 * first / Count;
    }
}
