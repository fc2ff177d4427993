namespace SkRouter.AspNetCore.Metrics;

/// <summary>What Prometheus calls an instrument.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}
