using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using SkRouter.Simulator.Scripting;

namespace SkRouter.Simulator.Tests.Clients;

/// <summary>Faults that are a matter of time, on a fake clock.</summary>
public sealed class TimedFaultTests
{
    private const string Sentence = "one two three four five six";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Silence_UntilTheClientLeaves_IsLoggedAsItsDoing(bool streamed)
    {
        await using var simulator = await StartAsync(new(FaultKind.Silence));
        using var client = Kernels.ChatClient(simulator);
        using var leave = new CancellationTokenSource();

        var asking = AskAsync(client, streamed, leave.Token);
        await simulator.WaitForDelaysAsync();
        asking.IsCompleted.ShouldBeFalse();
        await leave.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => asking);
        var request = await simulator
            .Model("gpt")
            .WaitForAsync(r => r.Outcome != RequestOutcome.Running);
        request.Outcome.ShouldBe(RequestOutcome.AbortedByClient);
        request.Status.ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SlowFirstToken_FakeClock_AnswersWhenItsTimeHasCome(bool streamed)
    {
        var time = new FakeTimeProvider();
        await using var simulator = await StartAsync(Fault.SlowBy(TimeSpan.FromSeconds(20)), time);
        using var client = Kernels.ChatClient(simulator);

        var asking = AskAsync(client, streamed);
        await simulator.WaitForDelaysAsync();
        time.Advance(TimeSpan.FromSeconds(19));
        asking.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));

        (await asking).Text.ShouldBe(Sentence);
        var request = await simulator.Model("gpt").WaitForAsync(r => r.Duration > TimeSpan.Zero);
        request.Duration.ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stall_FakeClock_PausesInTheMiddleAndGoesOn(bool streamed)
    {
        var time = new FakeTimeProvider();
        await using var simulator = await StartAsync(
            Fault.StallFor(TimeSpan.FromMinutes(1), 0.5),
            time
        );
        using var client = Kernels.ChatClient(simulator);

        var asking = AskAsync(client, streamed);
        await simulator.WaitForDelaysAsync();
        simulator.Model("gpt").Requests[0].Outcome.ShouldBe(RequestOutcome.Running);
        time.Advance(TimeSpan.FromMinutes(1));

        (await asking).Text.ShouldBe(Sentence);
    }

    [Fact]
    public async Task Dispose_WithASilentRequest_CutsItOff()
    {
        var simulator = await StartAsync(new(FaultKind.Silence));
        var model = simulator.Model("gpt");
        var asking = simulator.PostAsync(Kernels.Body());
        await simulator.WaitForDelaysAsync();

        await simulator.DisposeAsync();

        await Should.ThrowAsync<HttpRequestException>(() => asking);
        model.Requests[0].Outcome.ShouldBe(RequestOutcome.CutOff);
    }

    private static Task<SimulatorServer> StartAsync(Fault fault, TimeProvider? time = null) =>
        SimulatorServer.StartAsync(
            s => s.Model("gpt", m => m.Say(Sentence).Fault("*", fault)),
            new() { TimeProvider = time ?? TimeProvider.System }
        );

    private static Task<ChatResponse> AskAsync(
        IChatClient client,
        bool streamed,
        CancellationToken cancellationToken = default
    ) =>
        streamed
            ? client
                .GetStreamingResponseAsync("x", cancellationToken: cancellationToken)
                .ToChatResponseAsync(cancellationToken)
            : client.GetResponseAsync("x", cancellationToken: cancellationToken);
}
