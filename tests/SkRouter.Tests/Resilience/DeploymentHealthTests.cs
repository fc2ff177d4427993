using Microsoft.Extensions.Time.Testing;
using Polly;
using SkRouter.DependencyInjection;
using SkRouter.Resilience;

namespace SkRouter.Tests.Resilience;

public sealed class DeploymentHealthTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly DeploymentOptions _options = new();
    private readonly DeploymentHealth _health;
    private readonly DeploymentPipeline _pipeline;

    public DeploymentHealthTests()
    {
        _health = new(_options, _time);
        _pipeline = new(_options, _health, _time);
    }

    [Fact]
    public void TryEnter_CallFromBeforeTheCircuitOpenedLeaves_LetsNoSecondProbeIn()
    {
        // A call that was under way when the circuit opened took the probe's mark with it when it left.
        _health.TryEnter(forced: false, 0).ShouldBeTrue();
        _health.Opened("down");
        _time.Advance(_options.Circuit.BreakFor);
        _health.TryEnter(forced: false, 0).ShouldBeTrue();

        _health.Leave();

        _health.TryEnter(forced: false, 0).ShouldBeFalse();
        _health.Read().State.ShouldBe(DeploymentState.CircuitOpen);
    }

    [Fact]
    public void TryEnter_WhileOthersLeave_CountsEachOnce()
    {
        // With a limit, whoever enters takes a lock; who leaves does not.
        _options.MaxParallel = 1_000;

        Parallel.For(
            0,
            4,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            _ =>
            {
                for (var i = 0; i < 200_000; i++)
                {
                    _health.TryEnter(forced: true, 0);
                    _health.Leave();
                }
            }
        );

        _health.InFlight.ShouldBe(0);
    }

    [Fact]
    public void TryEnter_ProbeNeverAsked_LetsAnotherProbeIn()
    {
        _health.Opened("down");
        _time.Advance(_options.Circuit.BreakFor);
        _health.TryEnter(forced: false, 0).ShouldBeTrue();

        _health.ProbeSkipped();
        _health.Leave();

        _health.TryEnter(forced: false, 0).ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Execute_FewerThanFiveFailures_LeavesTheCircuitClosed(bool streamed)
    {
        for (var call = 0; call < 4; call++)
        {
            await CallAsync(FailureKind.ServerError, streamed);
        }

        _health.Read().State.ShouldBe(DeploymentState.Available);

        await CallAsync(FailureKind.ServerError, streamed);

        _health.Read().State.ShouldBe(DeploymentState.CircuitOpen);
        _health.Read().Reason.ShouldBe("HTTP 503: down");
    }

    [Fact]
    public async Task Execute_HalfOfTheCallsFail_LeavesTheCircuitClosed()
    {
        for (var call = 0; call < 10; call++)
        {
            await CallAsync(call % 2 == 0 ? null : FailureKind.ServerError, streamed: false);
        }

        _health.Read().State.ShouldBe(DeploymentState.Available);
    }

    [Fact]
    public async Task Count_EveryStreamBreaksAfterItBegan_OpensTheCircuit()
    {
        // Each stream used to count as a success when it began and as a failure when it broke: one half, never more.
        for (var call = 0; call < 5; call++)
        {
            await CallAsync(failure: null, streamed: true);
            _pipeline.Count(Failure(FailureKind.Interrupted), caller: null);
        }

        _health.Read().State.ShouldBe(DeploymentState.CircuitOpen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Execute_ProbeSucceeds_TrafficComesBackGradually(bool streamed)
    {
        await OpenAsync();
        _time.Advance(_options.Circuit.BreakFor);

        await CallAsync(failure: null, streamed);

        _health.Read().State.ShouldBe(DeploymentState.Returning);
        _health.Read().Share.ShouldBe(0.1);
        _time.Advance(_options.Circuit.ReturnOver / 2);
        _health.Read().Share.ShouldBe(0.5, tolerance: 1e-6);
        _time.Advance(_options.Circuit.ReturnOver / 2);
        _health.Read().State.ShouldBe(DeploymentState.Available);
    }

    [Theory]
    [InlineData(true, FailureKind.ServerError, DeploymentState.CircuitOpen)]
    [InlineData(false, FailureKind.ServerError, DeploymentState.CircuitOpen)]
    // Its caller left: the next call may probe.
    [InlineData(true, FailureKind.Cancelled, DeploymentState.ProbeDue)]
    [InlineData(false, FailureKind.Cancelled, DeploymentState.ProbeDue)]
    public async Task Execute_ProbeDoesNotSucceed_KeepsTheCircuitOpen(
        bool streamed,
        FailureKind kind,
        DeploymentState state
    )
    {
        await OpenAsync();
        _time.Advance(_options.Circuit.BreakFor);

        await CallAsync(kind, streamed);

        _health.Read().State.ShouldBe(state);
    }

    [Fact]
    public void CoolDown_ShorterThanTheOneThatRuns_DoesNotShortenIt()
    {
        _health.CoolDown(TimeSpan.FromSeconds(30), "429");
        _health.CoolDown(TimeSpan.FromSeconds(1), "429 again");

        _time.Advance(TimeSpan.FromSeconds(29));
        _health.Read().State.ShouldBe(DeploymentState.CoolingDown);
        _health.Read().Reason.ShouldBe("429");
        _time.Advance(TimeSpan.FromSeconds(1));
        _health.Read().State.ShouldBe(DeploymentState.Available);
    }

    private async Task OpenAsync()
    {
        for (var call = 0; call < 5; call++)
        {
            await CallAsync(FailureKind.ServerError, streamed: false);
        }

        _health.Read().State.ShouldBe(DeploymentState.CircuitOpen);
    }

    private async Task CallAsync(FailureKind? failure, bool streamed)
    {
        _health.TryEnter(forced: false, 0).ShouldBeTrue();
        var context = ResilienceContextPool.Shared.Get();
        await _pipeline.ExecuteAsync(
            static (_, failure) =>
                ValueTask.FromResult(
                    failure is { } kind
                        ? Outcome.FromException<int>(new AttemptFault(Failure(kind)))
                        : Outcome.FromResult(1)
                ),
            context,
            failure,
            streamed,
            forced: false
        );
        ResilienceContextPool.Shared.Return(context);
        _health.Leave();
    }

    private static Failure Failure(FailureKind kind) => new(kind, "HTTP 503: down", null);
}
