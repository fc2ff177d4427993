using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using SkRouter.TestKit;

namespace SkRouter.Tests.Telemetry;

public sealed class TelemetryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RoundTrip_Observed_HasOneSpanOverOneForEachAttempt(bool streamed)
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "SkRouter",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var caller = new Activity("caller").Start();

        await AskAsync(streamed);

        Activity.Current.ShouldBe(caller);
        var mine = spans.Where(span => span.TraceId == caller.TraceId).ToList();
        var route = mine.Single(span => span.OperationName == "skrouter.route");
        route.GetTagItem("skrouter.role").ShouldBe("writer");
        route.GetTagItem("skrouter.deployment").ShouldBe("good");
        var attempts = mine.Where(span => span.ParentSpanId == route.SpanId)
            .OrderBy(span => span.StartTimeUtc)
            .ToList();
        attempts.Select(span => span.GetTagItem("skrouter.deployment")).ShouldBe(["bad", "good"]);
        attempts.ShouldAllBe(span => span.Kind == ActivityKind.Client);
        attempts[0].Status.ShouldBe(ActivityStatusCode.Error);
        attempts[0].GetTagItem("error.type").ShouldBe("ModelNotFound");
    }

    [Fact]
    public async Task RoundTrip_Metered_CountsAttemptsFallbacksAndCostWithoutUnboundedLabels()
    {
        var seen = new ConcurrentDictionary<string, double>();
        var labels = new ConcurrentDictionary<string, bool>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Name == "SkRouter")
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };
        void Note(
            Instrument instrument,
            double value,
            ReadOnlySpan<KeyValuePair<string, object?>> tags
        )
        {
            seen.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
            foreach (var tag in tags)
            {
                labels[tag.Key] = true;
            }
        }

        listener.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) => Note(instrument, value, tags)
        );
        listener.SetMeasurementEventCallback<double>(
            (instrument, value, tags, _) => Note(instrument, value, tags)
        );
        listener.Start();

        await AskAsync(streamed: false);

        seen["skrouter.attempts"].ShouldBeGreaterThanOrEqualTo(2);
        seen["skrouter.fallbacks"].ShouldBeGreaterThanOrEqualTo(1);
        seen["skrouter.cost"].ShouldBeGreaterThan(0);
        seen.ShouldContainKey("skrouter.decision.duration");
        labels.Keys.ShouldNotContain("gen_ai.conversation.id");
    }

    private static async Task AskAsync(bool streamed)
    {
        var kernel = RouterKit.Kernel(
            router => router.Role("writer", role => role.Prefer("bad").FallBackTo("good")),
            (
                "bad",
                new ScriptedChatClient(
                    ScriptedStep.Throw(
                        new HttpRequestException("gone", null, System.Net.HttpStatusCode.NotFound)
                    )
                )
            ),
            ("good", new ScriptedChatClient(ScriptedStep.Answer("fine")))
        );
        IChatClient client = kernel.Router().ForRole("writer");
        if (streamed)
        {
            await client.GetStreamingResponseAsync("hello").ToChatResponseAsync();
        }
        else
        {
            await client.GetResponseAsync("hello");
        }
    }
}
