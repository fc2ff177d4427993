using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.AspNetCore.Metrics;

namespace SkRouter.AspNetCore.Tests.Metrics;

public sealed class MetricReaderTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddMetrics()
        .BuildServiceProvider();

    private readonly IMeterFactory _factory;
    private readonly MetricReader _reader;
    private readonly Meter _meter;

    public MetricReaderTests()
    {
        _factory = _services.GetRequiredService<IMeterFactory>();
        _reader = new(_factory);
        _meter = _factory.Create("SkRouter");
    }

    public void Dispose()
    {
        _reader.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Read_Counter_SumsBySeriesWithUnitAndTotal()
    {
        var counter = _meter.CreateCounter<double>("skrouter.cost", "USD", "What was spent.");
        counter.Add(0.25, new("skrouter.role", "coder"), new("gen_ai.response.model", "m"));
        counter.Add(0.5, new("skrouter.role", "coder"), new("gen_ai.response.model", "m"));
        counter.Add(1, new KeyValuePair<string, object?>("skrouter.role", "planner"));

        Text()
            .ShouldBe(
                """
                # HELP skrouter_cost_usd_total What was spent.
                # TYPE skrouter_cost_usd_total counter
                skrouter_cost_usd_total{skrouter_role="coder",gen_ai_response_model="m"} 0.75
                skrouter_cost_usd_total{skrouter_role="planner"} 1

                """.ReplaceLineEndings("\n")
            );
    }

    [Fact]
    public void Read_Histogram_CountsEachValueInItsBucketAndThoseAbove()
    {
        var histogram = _meter.CreateHistogram(
            "skrouter.wait",
            "s",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] }
        );
        foreach (var value in new[] { 0.05, 0.1, 0.5, 7 })
        {
            histogram.Record(value, new KeyValuePair<string, object?>("role", "r"));
        }

        Text()
            .ShouldBe(
                """
                # TYPE skrouter_wait_seconds histogram
                skrouter_wait_seconds_bucket{role="r",le="0.1"} 2
                skrouter_wait_seconds_bucket{role="r",le="1"} 3
                skrouter_wait_seconds_bucket{role="r",le="+Inf"} 4
                skrouter_wait_seconds_sum{role="r"} 7.65
                skrouter_wait_seconds_count{role="r"} 4

                """.ReplaceLineEndings("\n")
            );
    }

    [Fact]
    public void Read_ObservedGauge_TellsWhatIsThereNowAndNothingThatIsGone()
    {
        var seen = new List<Measurement<int>>
        {
            new(1, new KeyValuePair<string, object?>("d", "a")),
        };
        _meter.CreateObservableGauge("skrouter.circuit.state", () => seen);
        Text().ShouldContain("skrouter_circuit_state{d=\"a\"} 1\n");

        seen = [new(4, new KeyValuePair<string, object?>("d", "b"))];

        Text().ShouldContain("skrouter_circuit_state{d=\"b\"} 4\n");
        Text().ShouldNotContain("d=\"a\"");
    }

    [Fact]
    public void Read_UpDownCounter_TellsHowManyThereAre()
    {
        var open = _meter.CreateUpDownCounter<long>("open");
        open.Add(3);
        open.Add(-1);

        Text().ShouldContain("# TYPE open gauge\nopen 2\n");
    }

    [Fact]
    public void Read_HostileLabels_StayWithinTheirQuotes()
    {
        var counter = _meter.CreateCounter<long>("c");
        counter.Add(1, new KeyValuePair<string, object?>("x y", "a\"b\\c\nd 5"));

        Text().ShouldContain("""c_total{x_y="a\"b\\c\nd 5"} 1""" + "\n");
    }

    [Fact]
    public void Read_MoreSeriesThanAreKept_CountsTheRestTogether()
    {
        var counter = _meter.CreateCounter<long>("c");
        for (var i = 0; i < Metric.MostSeries + 5; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("run", i));
        }

        Text().ShouldContain("c_total{overflow=\"true\"} 5\n");
    }

    [Fact]
    public void Read_LabelsLongerThanTheRoom_LeavesThemOut()
    {
        var counter = _meter.CreateCounter<long>("c");
        counter.Add(1, new("long", new string('x', 600)), new("short", "y"));

        Text().ShouldContain("c_total{short=\"y\"} 1\n");
    }

    [Fact]
    public void Read_MeterOfAnotherAppInTheProcess_IsNotHeard()
    {
        using var other = new ServiceCollection().AddMetrics().BuildServiceProvider();
        other
            .GetRequiredService<IMeterFactory>()
            .Create("SkRouter")
            .CreateCounter<long>("c")
            .Add(1);

        Text().ShouldNotContain("c_total");
    }

    private string Text() =>
        PrometheusText.Write(
            _reader
                .Read()
                .Where(metric => !metric.Name.StartsWith("dotnet_", StringComparison.Ordinal)),
            static _ => true
        );
}
