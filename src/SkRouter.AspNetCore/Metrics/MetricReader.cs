using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace SkRouter.AspNetCore.Metrics;

/// <summary>Listens to the router's instruments of this app, and to the web server's and the runtime's, and keeps their numbers for Prometheus.</summary>
internal sealed class MetricReader : IDisposable
{
    private const string Router = "SkRouter";
    private const string Runtime = "System.Runtime";
    private const string WebServer = "Microsoft.AspNetCore.Server.Kestrel";

    private readonly ConcurrentDictionary<Instrument, Metric> _metrics = new();
    private readonly MeterListener _listener = new();
    private readonly Lock _reading = new();
    private readonly IMeterFactory? _factory;

    public MetricReader(IMeterFactory? factory = null)
    {
        _factory = factory;
        _listener.InstrumentPublished = Publish;
        _listener.SetMeasurementEventCallback<double>(
            static (_, value, tags, state) => Take(value, tags, state)
        );
        _listener.SetMeasurementEventCallback<long>(
            static (_, value, tags, state) => Take(value, tags, state)
        );
        _listener.SetMeasurementEventCallback<int>(
            static (_, value, tags, state) => Take(value, tags, state)
        );
        _listener.Start();
    }

    /// <summary>All instruments with what they have counted, the observed ones asked now.</summary>
    public IReadOnlyList<Metric> Read()
    {
        lock (_reading)
        {
            foreach (var metric in _metrics.Values.Where(metric => metric.IsObserved))
            {
                metric.Clear();
            }

            _listener.RecordObservableInstruments();
            return [.. _metrics.Values.OrderBy(metric => metric.Name, StringComparer.Ordinal)];
        }
    }

    public void Dispose() => _listener.Dispose();

    private static void Take(
        double value,
        ReadOnlySpan<KeyValuePair<string, object?>> tags,
        object? state
    ) => ((Metric)state!).Take(value, tags);

    private void Publish(Instrument instrument, MeterListener listener)
    {
        if (IsOurs(instrument.Meter) && Kind(instrument) is { } kind)
        {
            var metric = new Metric(instrument, kind);
            _metrics[instrument] = metric;
            listener.EnableMeasurementEvents(instrument, metric);
        }
    }

    // Another app of the same process has a factory of its own.
    private bool IsOurs(Meter meter) =>
        meter.Name switch
        {
            Router or WebServer => ReferenceEquals(meter.Scope, _factory),
            Runtime => true,
            _ => false,
        };

    private static MetricKind? Kind(Instrument instrument)
    {
        var type = instrument.GetType();
        if (!type.IsGenericType)
        {
            return null;
        }

        var shape = type.GetGenericTypeDefinition();
        return shape == typeof(Histogram<>) ? MetricKind.Histogram
            : shape == typeof(Counter<>) || shape == typeof(ObservableCounter<>)
                ? MetricKind.Counter
            : MetricKind.Gauge;
    }
}
