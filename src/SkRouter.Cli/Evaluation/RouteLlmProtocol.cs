namespace SkRouter.Cli.Evaluation;

/// <summary>The figures by the protocol of the RouteLLM paper (arXiv 2406.18665): ten quantile bins, trapezoids, linear interpolation.</summary>
internal static class RouteLlmProtocol
{
    private const int Bins = 10;

    /// <summary>Measures, or gives null when scores tie so much that the bins cannot be told apart, as in the paper's code.</summary>
    internal static RoutingFigures? Measure(
        IReadOnlyList<(double Score, double Strong, double Weak)> scored
    )
    {
        var thresholds = Quantiles([.. scored.Select(prompt => prompt.Score).Order()]);
        if (thresholds.Distinct().Count() != thresholds.Length)
        {
            return null;
        }

        var points = thresholds
            .Select(
                (threshold, i) =>
                    PointAt(scored, prompt => i < Bins ? prompt >= threshold : prompt > threshold)
            )
            .OrderBy(point => point.Percent)
            .ToArray();
        var weak = scored.Average(prompt => prompt.Weak);
        var gap = scored.Average(prompt => prompt.Strong) - weak;
        var width = (points[^1].Percent - points[0].Percent) / 100;
        var area = 0.0;
        for (var i = 1; i < points.Length; i++)
        {
            area +=
                (points[i].Percent - points[i - 1].Percent)
                / 100
                * (points[i].Quality + points[i - 1].Quality)
                / 2;
        }

        return new(
            (area - (weak * width)) / (gap * width),
            Interpolate(weak + (0.5 * gap), points),
            Interpolate(weak + (0.8 * gap), points)
        );
    }

    private static double[] Quantiles(double[] sorted)
    {
        const double step = 1.0 / Bins;
        return [.. Enumerable.Range(0, Bins + 1).Select(i => At(i == Bins ? 1 : i * step))];

        double At(double quantile)
        {
            var place = quantile * (sorted.Length - 1);
            var below = (int)Math.Floor(place);
            var above = Math.Min(below + 1, sorted.Length - 1);
            var (low, high, part) = (sorted[below], sorted[above], place - below);
            return part >= 0.5 ? high - ((high - low) * (1 - part)) : low + ((high - low) * part);
        }
    }

    private static (double Percent, double Quality) PointAt(
        IReadOnlyList<(double Score, double Strong, double Weak)> scored,
        Func<double, bool> isStrong
    )
    {
        var (calls, quality) = (0, 0.0);
        foreach (var (score, strong, weak) in scored)
        {
            var chosen = isStrong(score);
            calls += chosen ? 1 : 0;
            quality += chosen ? strong : weak;
        }

        return ((double)calls / scored.Count * 100, quality / scored.Count);
    }

    private static double Interpolate(double quality, (double Percent, double Quality)[] points)
    {
        if (quality > points[^1].Quality)
        {
            return points[^1].Percent;
        }

        if (quality < points[0].Quality)
        {
            return points[0].Percent;
        }

        var at = IndexBelow(quality, points);
        if (at >= points.Length - 1 || points[at].Quality.Equals(quality))
        {
            return points[at].Percent;
        }

        var slope =
            (points[at + 1].Percent - points[at].Percent)
            / (points[at + 1].Quality - points[at].Quality);
        return (slope * (quality - points[at].Quality)) + points[at].Percent;
    }

    // The qualities need not rise, so which crossing is found depends on the order of the search. This is numpy.interp's order for
    // eleven points (second to fourth first, then up to the tenth, then all), so that the figures agree with the paper's code.
    private static int IndexBelow(double quality, (double Percent, double Quality)[] points)
    {
        for (var i = 1; i <= 3; i++)
        {
            if (quality < points[i].Quality)
            {
                return quality >= points[i - 1].Quality ? i - 1 : 0;
            }
        }

        var (low, high) = (3, quality < points[9].Quality ? 9 : points.Length);
        while (low < high)
        {
            var middle = low + ((high - low) >> 1);
            (low, high) = quality >= points[middle].Quality ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }
}
