using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace SkRouter.Connectors.Tests.Secrecy;

/// <summary>Hears all that a process says about itself: logs at every level, traces of every source, measurements of every meter.</summary>
internal sealed class Everything : ILoggerProvider, ILogger
{
    private readonly List<string> _heard = [];
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();

    public Everything()
    {
        _activities = new()
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Trace,
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = static (instrument, listener) =>
            listener.EnableMeasurementEvents(instrument);
        Measure<int>();
        Measure<long>();
        Measure<double>();
        Measure<decimal>();
        _meters.Start();
    }

    public IReadOnlyList<string> Heard
    {
        get
        {
            _meters.RecordObservableInstruments();
            lock (_heard)
            {
                return [.. _heard];
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Add("scope", state.ToString());
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        Add("log", formatter(state, exception));
        Add("log", exception?.ToString());
        foreach (var value in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
        {
            Add("log", value.ToString());
        }
    }

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    private void Measure<T>()
        where T : struct =>
        _meters.SetMeasurementEventCallback<T>(
            (instrument, value, tags, _) =>
                Add("metric", $"{instrument.Name} {value} {string.Join(';', tags.ToArray())}")
        );

    private void Trace(Activity activity)
    {
        Add("trace", $"{activity.OperationName} {activity.DisplayName}");
        Add("trace", activity.StatusDescription);
        foreach (var tag in activity.TagObjects.Concat(activity.Baggage.Select(Plain)))
        {
            Add("trace", tag.ToString());
        }

        foreach (var happened in activity.Events)
        {
            Add("trace", $"{happened.Name} {string.Join(';', happened.Tags)}");
        }

        foreach (var link in activity.Links)
        {
            Add("trace", string.Join(';', link.Tags ?? []));
        }
    }

    private static KeyValuePair<string, object?> Plain(KeyValuePair<string, string?> item) =>
        new(item.Key, item.Value);

    private void Add(string kind, string? text)
    {
        lock (_heard)
        {
            _heard.Add($"{kind}: {text}");
        }
    }
}
