using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace SkRouter.AspNetCore.Metrics;

/// <summary>One instrument and its series.</summary>
internal sealed class Metric
{
    /// <summary>More series than this of one instrument would be a label that is not bounded: the rest is counted together.</summary>
    public const int MostSeries = 2_000;

    private const int LabelRoom = 512;
    private const string Overflow = "{overflow=\"true\"}";

    // From 10 µs, which is what a decision takes, to as long as an answer may take.
    private static readonly double[] Seconds =
    [
        0.000_01,
        0.000_05,
        0.000_1,
        0.000_5,
        0.001,
        0.005,
        0.01,
        0.025,
        0.05,
        0.1,
        0.25,
        0.5,
        1,
        2.5,
        5,
        10,
        30,
        60,
        120,
    ];

    private readonly bool _adds;
    private readonly ConcurrentDictionary<string, MetricCell> _series = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MetricCell>.AlternateLookup<
        ReadOnlySpan<char>
    > _byText;

    public Metric(Instrument instrument, MetricKind kind)
    {
        Kind = kind;
        Name = MetricName.Of(instrument, kind is MetricKind.Counter);
        Description = instrument.Description ?? "";
        IsObserved = instrument.IsObservable;
        _adds =
            instrument
                is Counter<long>
                    or Counter<int>
                    or Counter<double>
                    or UpDownCounter<long>
                    or UpDownCounter<int>
                    or UpDownCounter<double>;
        Boundaries =
            kind is not MetricKind.Histogram ? []
            : instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } advised }
                ? [.. advised]
            : Seconds;
        _byText = _series.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public MetricKind Kind { get; }

    public string Name { get; }

    public string Description { get; }

    /// <summary>Whether its values are asked for when they are read, instead of recorded as they happen.</summary>
    public bool IsObserved { get; }

    public double[] Boundaries { get; }

    public IEnumerable<KeyValuePair<string, MetricCell>> Series =>
        _series.OrderBy(series => series.Key, StringComparer.Ordinal);

    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var cell = Cell(tags);
        if (Kind is MetricKind.Histogram)
        {
            cell.Record(value);
        }
        else if (_adds)
        {
            cell.Add(value);
        }
        else
        {
            cell.Set(value);
        }
    }

    /// <summary>Forgets what was observed before: what is gone must not be told for ever.</summary>
    public void Clear() => _series.Clear();

    private MetricCell Cell(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var writer = new LabelWriter(stackalloc char[LabelRoom]);
        foreach (var tag in tags)
        {
            writer.Write(
                tag.Key,
                tag.Value as string ?? Convert.ToString(tag.Value, CultureInfo.InvariantCulture)
            );
        }

        var labels = writer.End();
        return _byText.TryGetValue(labels, out var cell) ? cell : Added(labels.ToString());
    }

    private MetricCell Added(string labels) =>
        _series.GetOrAdd(
            _series.Count < MostSeries ? labels : Overflow,
            static (_, boundaries) => new(boundaries),
            Boundaries
        );
}
