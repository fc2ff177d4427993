using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.TestKit;

namespace SkRouter.Tests.Telemetry;

public sealed class TelemetryTests
{
    private static readonly UsageDetails Usage = new()
    {
        InputTokenCount = 100,
        CachedInputTokenCount = 30,
        OutputTokenCount = 20,
        ReasoningTokenCount = 8,
    };

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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RoundTrip_Metered_CountsTokensByKindOnceAndTellsItsTimes(bool streamed)
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        var tokens = new ConcurrentDictionary<string, long>();
        var times = new ConcurrentBag<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) =>
            {
                if (instrument.Name == "skrouter.tokens")
                {
                    tokens.AddOrUpdate(
                        tags.ToArray()
                            .Single(tag => tag.Key == "gen_ai.token.type")
                            .Value!.ToString()!,
                        value,
                        (_, sum) => sum + value
                    );
                }
            }
        );
        listener.SetMeasurementEventCallback<double>(
            (instrument, _, _, _) => times.Add(instrument.Name)
        );
        listener.Start();

        await AskAsync(streamed, factory);

        tokens
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => (pair.Key, pair.Value))
            .ShouldBe([("cache_read", 30), ("input", 70), ("output", 12), ("reasoning", 8)]);
        times.Count(name => name == "skrouter.round_trip.duration").ShouldBe(1);
        times.Count(name => name == "skrouter.time_to_first_token").ShouldBe(streamed ? 1 : 0);
    }

    private static async Task AskAsync(bool streamed, IMeterFactory? factory = null)
    {
        var kernel = RouterKit.Kernel(
            router =>
            {
                router.Role("writer", role => role.Prefer("bad").FallBackTo("good"));
                if (factory is not null)
                {
                    router.Services.AddSingleton(factory);
                }
            },
            (
                "bad",
                new ScriptedChatClient(
                    ScriptedStep.Throw(
                        new HttpRequestException("gone", null, System.Net.HttpStatusCode.NotFound)
                    )
                )
            ),
            ("good", new ScriptedChatClient(ScriptedStep.Answer("fine") with { Usage = Usage }))
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
