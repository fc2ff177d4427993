using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using SkRouter.Simulator.Scripting;
using SkRouter.Simulator.Tests.Clients;

namespace SkRouter.Simulator.Tests.Serving;

public sealed class SimulatorServerTests
{
    [Theory]
    [InlineData("3", "003000")]
    [InlineData("1-2", "120000")]
    [InlineData("5-", "000056")]
    [InlineData("every 2", "020406")]
    [InlineData("1,4-5", "100450")]
    public async Task FaultByRequestNumber_HitsThoseRequestsOnly(string requests, string failing)
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model("gpt", m => m.Fault(requests, Fault.WithStatus(503))).Model("other")
        );

        for (var i = 0; i < 6; i++)
        {
            await simulator.PostAsync(Kernels.Body());
            await simulator.PostAsync(Kernels.Body(model: "other"));
        }

        string.Concat(simulator.Model("gpt").Requests.Select(r => r.Status == 503 ? r.Number : 0))
            .ShouldBe(failing);
        simulator.Model("other").Requests.ShouldAllBe(request => request.Status == 200);
    }

    [Fact]
    public async Task FaultInATimeWindow_StopsWhenItIsOver()
    {
        var time = new FakeTimeProvider();
        await using var simulator = await SimulatorServer.StartAsync(
            s =>
                s.Model(
                    "gpt",
                    m =>
                        m.Fault(
                            new FaultRule
                            {
                                FromMs = 1000,
                                UntilMs = 2000,
                                Fault = Fault.WithStatus(503),
                            }
                        )
                ),
            new() { TimeProvider = time }
        );

        for (var i = 0; i < 3; i++)
        {
            await simulator.PostAsync(Kernels.Body());
            time.Advance(TimeSpan.FromSeconds(1));
        }

        simulator.Model("gpt").Requests.Select(request => request.Status).ShouldBe([200, 503, 200]);
    }

    [Fact]
    public async Task FailNextThenRecover_WhileRunning_TakesEffectAtOnce()
    {
        await using var simulator = await SimulatorServer.StartAsync(s => s.Model("gpt"));
        var model = simulator.Model("gpt");

        model.FailNext(Fault.WithStatus(429), times: 2);
        await simulator.PostAsync(Kernels.Body());
        await simulator.PostAsync(Kernels.Body());
        await simulator.PostAsync(Kernels.Body());
        model.Fail(new() { Fault = Fault.WithStatus(500) });
        await simulator.PostAsync(Kernels.Body());
        model.Recover().When(null, Answer.Say("new"));
        await simulator.PostAsync(Kernels.Body());

        model.Requests.Select(request => request.Status).ShouldBe([429, 429, 200, 500, 200]);
        model.Requests[4].Text.ShouldBe("new");
    }

    [Fact]
    public async Task Sequence_FailedRequests_UseNothingUp()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model("gpt", m => m.Say("first", "second").Fault("2", new(FaultKind.CleanEnd)))
        );

        for (var i = 0; i < 4; i++)
        {
            await simulator.PostAsync(Kernels.Body());
        }

        simulator
            .Model("gpt")
            .Requests.Select(request => request.Text)
            .ShouldBe(["first", "second", "second", "second"]);
    }

    [Fact]
    public async Task Pace_FakeClock_SpreadsTokensOverTime()
    {
        var time = new FakeTimeProvider();
        await using var simulator = await SimulatorServer.StartAsync(
            s =>
                s.Model(
                    "gpt",
                    m => m.Speed(TimeSpan.FromSeconds(1), tokensPerSecond: 2).Say("one two three")
                ),
            new() { TimeProvider = time }
        );
        using var client = Kernels.ChatClient(simulator);
        var started = time.GetUtcNow();

        await using var updates = client.GetStreamingResponseAsync("x").GetAsyncEnumerator();
        var arrivals = new List<(string, double)>();
        var next = updates.MoveNextAsync().AsTask();
        while (true)
        {
            while (await Task.WhenAny(next, simulator.WaitForDelaysAsync()) != next)
            {
                time.Advance(TimeSpan.FromMilliseconds(500));
            }

            if (!await next)
            {
                break;
            }

            if (updates.Current.Text.Length > 0)
            {
                arrivals.Add((updates.Current.Text, (time.GetUtcNow() - started).TotalSeconds));
            }

            next = updates.MoveNextAsync().AsTask();
        }

        string.Concat(arrivals.Select(arrival => arrival.Item1)).ShouldBe("one two three");
        (
            await simulator.Model("gpt").WaitForAsync(r => r.Duration > TimeSpan.Zero)
        // The clock is moved while a delay is pending, so a slow machine moves it further than the answer needs, never less.
        ).Duration.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(2.5));
    }

    [Fact]
    public async Task ManyAtOnce_AllAnsweredNumberedAndSummed()
    {
        const int Count = 400;
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model("gpt", m => m.Fault("every 5", Fault.WithStatus(503)))
        );
        using var http = Kernels.Http(simulator);

        var statuses = await Task.WhenAll(
            Enumerable
                .Range(0, Count)
                .Select(async i =>
                {
                    using var response = await http.PostAsync(
                        "chat/completions",
                        Kernels.Body(stream: i % 2 == 0, more: Usage)
                    );
                    await response.Content.ReadAsStringAsync();
                    return response.StatusCode;
                })
        );

        var requests = simulator.Model("gpt").Requests;
        statuses.Count(status => status == HttpStatusCode.ServiceUnavailable).ShouldBe(Count / 5);
        requests.Select(request => request.Number).ShouldBe(Enumerable.Range(1, Count));
        requests.ShouldAllBe(request => request.Outcome == RequestOutcome.Completed);
        var sum = requests.Aggregate(
            default(TokenUsage),
            (total, request) => total + (request.UsageSent ?? default)
        );
        simulator.UsageSent.ShouldBe(sum);
        sum.CompletionTokens.ShouldBe(requests[0].Usage!.Value.CompletionTokens * Count * 4 / 5);
    }

    [Fact]
    public async Task ScriptsOwnDelegate_Throwing_IsToldToTheClient()
    {
        await using var simulator = await SimulatorServer.StartAsync(s =>
            s.Model(
                "gpt",
                m =>
                    m.Answer(
                        new Answer { Compute = _ => throw new InvalidOperationException("my bug") }
                    )
            )
        );

        var body = await simulator.PostAsync(Kernels.Body());

        body.ShouldContain("my bug");
        simulator.Model("gpt").Requests[0].Status.ShouldBe(500);
    }

    [Fact]
    public async Task KeptRequests_OlderOnes_AreOnlyCounted()
    {
        await using var simulator = await SimulatorServer.StartAsync(
            s => s.Model("gpt"),
            new() { KeptRequests = 2 }
        );

        for (var i = 0; i < 5; i++)
        {
            await simulator.PostAsync(Kernels.Body());
        }

        var model = simulator.Model("gpt");
        model.Requests.Select(request => request.Number).ShouldBe([4, 5]);
        model.RequestCount.ShouldBe(5);
        model.UsageSent.ShouldBe(
            Enumerable.Repeat(model.Requests[0].UsageSent!.Value, 5).Aggregate((a, b) => a + b)
        );
    }

    [Fact]
    public async Task AbandonedStream_IsTheClientsDoingAndTellsNoUsage()
    {
        var time = new FakeTimeProvider();
        await using var simulator = await SimulatorServer.StartAsync(
            s =>
                s.Model(
                    "gpt",
                    m => m.Speed(TimeSpan.Zero, tokensPerSecond: 1).Say("one two three four")
                ),
            new() { TimeProvider = time }
        );
        using var client = Kernels.ChatClient(simulator);

        await foreach (var update in client.GetStreamingResponseAsync("x"))
        {
            if (update.Text.Length > 0)
            {
                break;
            }
        }

        var request = await simulator
            .Model("gpt")
            .WaitForAsync(r => r.Outcome != RequestOutcome.Running);
        request.Outcome.ShouldBe(RequestOutcome.AbortedByClient);
        request.UsageSent.ShouldBeNull();
    }

    private const string Usage = ",\"stream_options\":{\"include_usage\":true}";
}
