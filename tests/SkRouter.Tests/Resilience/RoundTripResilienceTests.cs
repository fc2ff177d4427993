using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using SkRouter.DependencyInjection;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.Tests.Resilience;

/// <summary>What a caller and an operator can rely on when deployments fail: overrides, drain and restore, limits, hedges, abandoned streams.</summary>
public sealed class RoundTripResilienceTests
{
    private static readonly ScriptedStep Down = ScriptedStep.Throw(
        new HttpRequestException("down", null, HttpStatusCode.ServiceUnavailable)
    );

    private readonly VirtualTimeProvider _time = new();
    private readonly ScriptedModel _second = new(ScriptedStep.Answer("from the second"));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Answer_MaxFallbacksOfTheCall_AsksNoMore(int most)
    {
        var kernel = Build(new ScriptedModel(Down), role => { });
        var options = new ChatOptions
        {
            AdditionalProperties = new() { [CarrierKeys.MaxFallbacks] = most },
        };

        var error = await RunAsync(() => kernel.Router().GetResponseAsync("hello", options));

        _second.Requests.ShouldBe(most);
        (error as RouterException)?.Code.ShouldBe(RouterErrorCode.AllCandidatesFailed);
        (error is null).ShouldBe(most == 1);
    }

    [Fact]
    public async Task Answer_DrainedDeployment_GetsNothingUntilRestored()
    {
        var first = new ScriptedModel(ScriptedStep.Answer("from the first"));
        var kernel = Build(first, role => { });
        var changes = new List<DeploymentState>();
        kernel.Router().Health.Changed += (_, change) => changes.Add(change.Status.State);

        kernel.Router().Health.Drain("first", "maintenance");
        (await RunAsync(() => kernel.Router().GetResponseAsync("hello"))).ShouldBeNull();

        first.Requests.ShouldBe(0);
        kernel.Router().Health.Of("first").Reason.ShouldBe("maintenance");

        await kernel.Router().Health.RestoreAsync("first");
        (await RunAsync(() => kernel.Router().GetResponseAsync("hello"))).ShouldBeNull();

        first.Requests.ShouldBe(1);
        changes[0].ShouldBe(DeploymentState.Drained);
        changes[^1].ShouldBeOneOf(DeploymentState.Available, DeploymentState.Returning);
    }

    [Fact]
    public async Task Answer_NoHeadroom_PassesOverInsteadOfHitting()
    {
        var first = new ScriptedModel(ScriptedStep.Answer("from the first"));
        var kernel = Build(first, role => { }, options => options.RequestsPerMinute = 2);

        for (var call = 0; call < 5; call++)
        {
            (await RunAsync(() => kernel.Router().GetResponseAsync("hello"))).ShouldBeNull();
        }

        (first.Requests, _second.Requests).ShouldBe((2, 3));
        kernel.Router().Health.Of("first").State.ShouldBe(DeploymentState.Busy);

        await RunAsync(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(61), _time);
            return await kernel.Router().GetResponseAsync("hello");
        });
        first.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task Stream_ConsumerStopsReading_IsMeteredAsAbandoned()
    {
        var first = new ScriptedModel(
            new ScriptedStep
            {
                Text = "one two three four",
                Silent = true,
                PiecesBeforeFault = 3,
            }
        );
        var kernel = Build(first, role => { });

        await foreach (var update in kernel.Router().GetStreamingResponseAsync("hello"))
        {
            if (update.Text.Length > 0)
            {
                break;
            }
        }

        var record = (await kernel.RecordsAsync()).ShouldHaveSingleItem();
        record.Outcome.ShouldBe(RoundTripOutcome.Abandoned);
        var attempt = record.Attempts.ShouldHaveSingleItem();
        attempt.Outcome.ShouldBe(AttemptOutcome.Abandoned);
        attempt.Usage.ShouldNotBeNull().Estimated.ShouldBeTrue();
        record.CostUsd.ShouldNotBeNull().ShouldBeGreaterThan(0);
        kernel.Router().Health.Of("first").InFlight.ShouldBe(0);
        _time.ActiveTimers.ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stream_LaterThanItsOwnP95_AsksASecondOneUnlessToolsAreOffered(bool tools)
    {
        var asked = 0;
        var first = new ScriptedModel(
            (_, _) =>
                Interlocked.Increment(ref asked) <= 30
                    ? ScriptedStep.Answer("from the first")
                    : ScriptedStep.Answer("late") with
                    {
                        Silent = true,
                    }
        );
        var kernel = Build(first, role => role.Hedge());
        for (var call = 0; call < 30; call++)
        {
            await RunAsync(() => StreamAsync(kernel, tools: false));
        }

        await RunAsync(() => StreamAsync(kernel, tools));

        var record = (await kernel.RecordsAsync())[^1];
        record.Deployment.ShouldBe("second");
        record
            .Notes.Any(note => note.StartsWith("hedged", StringComparison.Ordinal))
            .ShouldBe(!tools);
        record
            .Attempts.Single(attempt => attempt.Deployment == "first")
            .Outcome.ShouldBe(tools ? AttemptOutcome.Failed : AttemptOutcome.Cancelled);
        kernel.Router().Health.Of("first").InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task Answer_TimerFiresBeforeItsTime_StillComesFromTheOneThatWasWaitedFor()
    {
        var time = new EarlyTimeProvider();
        var first = new ScriptedModel(
            ScriptedStep.Throw(new PoliteException()),
            ScriptedStep.Answer("from the first")
        );
        var kernel = RouterKit.Kernel(
            router =>
            {
                router.Services.AddSingleton<TimeProvider>(time);
                router.Role("agent", role => role.Prefer("first"));
            },
            ("first", new ScriptedChatClient(first))
        );

        var answer = await time.RunAsync(() => kernel.Router().GetResponseAsync("hello"));

        answer.Text.ShouldBe("from the first");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stream_FinishedButNeverClosed_IsWholeAfterAMoment(bool whole)
    {
        var kernel = RouterKit.Kernel(
            router =>
            {
                router.Services.AddSingleton<TimeProvider>(_time);
                router.Role(
                    "agent",
                    role =>
                        role.Prefer("first")
                            .FallBackTo("second")
                            .CommitOn(whole ? CommitOn.Completion : CommitOn.FirstToken)
                );
            },
            ("first", new NeverClosingClient()),
            ("second", new ScriptedChatClient(_second))
        );
        var begin = _time.GetTimestamp();

        var answer = await _time.RunAsync(() => StreamAsync(kernel, tools: false));

        answer.Text.ShouldBe("all of it");
        _second.Requests.ShouldBe(0);
        _time.GetElapsedTime(begin).ShouldBeLessThan(TimeSpan.FromSeconds(6));
        var record = (await kernel.RecordsAsync()).ShouldHaveSingleItem();
        record.Outcome.ShouldBe(RoundTripOutcome.Answered);
        record.Usage.OutputTokens.ShouldBe(3);
    }

    [Fact]
    public async Task Stream_HedgeIsFaster_BooksWhatTheLoserHadSaid()
    {
        var asked = 0;
        var first = new ScriptedModel(
            (_, _) =>
                Interlocked.Increment(ref asked) <= 30
                    ? ScriptedStep.Answer("from the first")
                    : new()
                    {
                        Text = "one two three four",
                        Silent = true,
                        PiecesBeforeFault = 3,
                    }
        );
        var kernel = Build(first, role => role.Hedge().CommitOn(CommitOn.Completion));
        for (var call = 0; call < 30; call++)
        {
            await RunAsync(() => StreamAsync(kernel, tools: false));
        }

        await RunAsync(() => StreamAsync(kernel, tools: false));

        var record = (await kernel.RecordsAsync())[^1];
        record.Deployment.ShouldBe("second");
        var loser = record.Attempts.Single(attempt => attempt.Deployment == "first");
        loser.Outcome.ShouldBe(AttemptOutcome.Cancelled);
        loser.Usage.ShouldNotBeNull().Estimated.ShouldBeTrue();
        loser.CostUsd.ShouldNotBeNull().ShouldBeGreaterThan(0);
        record.CostUsd.ShouldBe(record.Attempts.Sum(attempt => attempt.CostUsd));
        _time.ActiveTimers.ShouldBe(0);
    }

    private static async Task<ChatResponse> StreamAsync(Kernel kernel, bool tools) =>
        await kernel
            .Router()
            .GetStreamingResponseAsync(
                "hello",
                new() { Tools = tools ? [AIFunctionFactory.Create(() => "seen", "Look")] : null }
            )
            .ToChatResponseAsync();

    private Task<Exception?> RunAsync(Func<Task<ChatResponse>> call) =>
        _time.RunAsync(async () => await Record.ExceptionAsync(async () => await call()))!;

    private Kernel Build(
        ScriptedModel first,
        Action<RoleBuilder> configure,
        Action<DeploymentOptions>? options = null
    ) =>
        RouterKit.Kernel(
            router =>
            {
                router.Services.AddSingleton<TimeProvider>(_time);
                router.Deployment("first", deployment => options?.Invoke(deployment.Options));
                router.Role(
                    "agent",
                    role =>
                    {
                        role.Prefer("first").FallBackTo("second");
                        configure(role);
                    }
                );
            },
            ("first", new ScriptedChatClient(first)),
            ("second", new ScriptedChatClient(_second))
        );

    private sealed class PoliteException()
        : HttpRequestException("slow down", null, HttpStatusCode.TooManyRequests),
            IRetryAfterSource
    {
        public TimeSpan? RetryAfter => TimeSpan.FromSeconds(2);
    }

    /// <summary>Its timers fire a little early, as real ones do.</summary>
    private sealed class EarlyTimeProvider : VirtualTimeProvider
    {
        private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(3);

        public override ITimer CreateTimer(
            TimerCallback callback,
            object? state,
            TimeSpan dueTime,
            TimeSpan period
        ) => base.CreateTimer(callback, state, dueTime > Early ? dueTime - Early : dueTime, period);
    }

    /// <summary>A provider that says everything, and that it is done, and leaves the connection open.</summary>
    private sealed class NeverClosingClient()
        : DelegatingChatClient(new ScriptedChatClient(ScriptedStep.Answer("never asked")))
    {
        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation]
                CancellationToken cancellationToken = default
        )
        {
            yield return new(ChatRole.Assistant, "all of it");
            yield return new() { FinishReason = ChatFinishReason.Stop };
            yield return new(
                ChatRole.Assistant,
                [new UsageContent(new() { InputTokenCount = 7, OutputTokenCount = 3 })]
            );
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
    }
}
