using System.Globalization;
using System.Text;

namespace SkRouter.AspNetCore.Metrics;

/// <summary>Writes metrics in Prometheus' text format, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <param name="metrics">The instruments.</param>
    /// <param name="mayRead">Decides by its labels which series are shown.</param>
    public static string Write(IEnumerable<Metric> metrics, Func<string, bool> mayRead)
    {
        var text = new StringBuilder();
        // Two meters may have an instrument of one name; a name is told once.
        foreach (var group in metrics.GroupBy(metric => metric.Name, StringComparer.Ordinal))
        {
            var metric = group.First();
            var series = metric.Series.Where(series => mayRead(series.Key)).ToList();
            if (series.Count == 0)
            {
                continue;
            }

            Head(text, metric);
            foreach (var (labels, cell) in series)
            {
                if (metric.Kind is MetricKind.Histogram)
                {
                    Histogram(text, metric, labels, cell);
                }
                else
                {
                    Line(text, metric.Name, labels, cell.Read().Sum);
                }
            }
        }

        return text.ToString();
    }

    private static void Head(StringBuilder text, Metric metric)
    {
        if (metric.Description.Length > 0)
        {
            var help = metric
                .Description.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal);
            text.Append("# HELP ").Append(metric.Name).Append(' ').Append(help).Append('\n');
        }

        var kind = metric.Kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Gauge => "gauge",
            _ => "histogram",
        };
        text.Append("# TYPE ").Append(metric.Name).Append(' ').Append(kind).Append('\n');
    }

    private static void Histogram(StringBuilder text, Metric metric, string labels, MetricCell cell)
    {
        var (sum, count, buckets) = cell.Read();
        var soFar = 0L;
        for (var i = 0; i < buckets.Length; i++)
        {
            soFar += buckets[i];
            Line(text, metric.Name + "_bucket", UpTo(labels, Number(metric.Boundaries[i])), soFar);
        }

        Line(text, metric.Name + "_bucket", UpTo(labels, "+Inf"), count);
        Line(text, metric.Name + "_sum", labels, sum);
        Line(text, metric.Name + "_count", labels, count);
    }

    private static string UpTo(string labels, string boundary) =>
        labels.Length == 0
            ? $"{{le=\"{boundary}\"}}"
            : $"{labels.AsSpan()[..^1]},le=\"{boundary}\"}}";

    private static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append(labels).Append(' ').Append(Number(value)).Append('\n');

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);
}
