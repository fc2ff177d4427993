namespace SkRouter.Cli.Evaluation;

/// <summary>95 % percentile intervals from resampling prompts with replacement, the same ones on every run.</summary>
internal static class Bootstrap
{
    private const int Resamples = 500;
    private const int Seed = 20261123;

    internal static Interval[] Routing(IEnumerable<(double Score, double Gain)> scored)
    {
        var order = scored.OrderByDescending(prompt => prompt.Score).ToArray();
        var samples = new List<RoutingFigures>(Resamples);
        foreach (var weights in Draws(order.Length))
        {
            var figures = RoutingCurve.OfSorted(order, weights).Figures();
            if (!double.IsNaN(figures.Apgr))
            {
                samples.Add(figures);
            }
        }

        return
        [
            Middle(samples.Select(f => f.Apgr)),
            Middle(samples.Select(f => f.Cpt50)),
            Middle(samples.Select(f => f.Cpt80)),
        ];
    }

    internal static Interval Mean(IReadOnlyList<double> values) =>
        Middle(
            Draws(values.Count)
                .Select(weights =>
                {
                    var sum = 0.0;
                    for (var i = 0; i < weights.Length; i++)
                    {
                        sum += weights[i] * values[i];
                    }

                    return sum / values.Count;
                })
        );

    internal static Interval Correlation(double[] a, double[] b)
    {
        var (x, y) = (new double[a.Length], new double[b.Length]);
        var samples = new List<double>(Resamples);
        foreach (var weights in Draws(a.Length))
        {
            var at = 0;
            for (var i = 0; i < weights.Length; i++)
            {
                for (var copy = 0; copy < weights[i]; copy++)
                {
                    (x[at], y[at]) = (a[i], b[i]);
                    at++;
                }
            }

            samples.Add(RankCorrelation.Of(x, y));
        }

        return Middle(samples.Where(double.IsFinite));
    }

    private static IEnumerable<int[]> Draws(int count)
    {
        var random = new Random(Seed);
        var weights = new int[count];
        for (var sample = 0; sample < Resamples && count > 0; sample++)
        {
            Array.Clear(weights);
            for (var i = 0; i < count; i++)
            {
                weights[random.Next(count)]++;
            }

            yield return weights;
        }
    }

    private static Interval Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0
            ? new(double.NaN, double.NaN)
            : new(
                sorted[(int)(0.025 * (sorted.Length - 1))],
                sorted[(int)Math.Ceiling(0.975 * (sorted.Length - 1))]
            );
    }
}
