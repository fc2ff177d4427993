using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using SkRouter.Budgets;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Spend;

/// <summary>Calls that end before their answer is there have cost something all the same.</summary>
public sealed class UnansweredSpendTests
{
    private const string Question = "Tell me something that takes its time, please.";

    private readonly VirtualTimeProvider _time = new();

    private static ScriptedStep Silent { get; } =
        ScriptedStep.Answer("one two three four five six") with
        {
            Silent = true,
        };

    public static TheoryData<bool, bool, int> Departures { get; } =
        new()
        {
            { false, false, 1 },
            { false, false, 6 },
            { true, false, 1 },
            { false, true, 1 },
            { true, true, 6 },
        };

    [Theory]
    [MemberData(nameof(Departures))]
    public async Task Answer_CallerLeaves_InputAndWhatMayHaveBeenWrittenAreBooked(
        bool streamed,
        bool service,
        int seconds
    )
    {
        var kernel = Kernel(service, Silent);
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), _time);

        await Should.ThrowAsync<OperationCanceledException>(() =>
            _time.RunAsync(() => AskAsync(kernel, streamed, cancel.Token))
        );

        var record = (await kernel.RecordsAsync()).ShouldHaveSingleItem();
        record.Outcome.ShouldBe(RoundTripOutcome.Cancelled);
        var attempt = record.Attempts.ShouldHaveSingleItem();
        attempt.Outcome.ShouldBe(AttemptOutcome.Cancelled);
        var usage = attempt.Usage.ShouldNotBeNull();
        usage.Estimated.ShouldBeTrue();
        usage.InputTokens.ShouldBeInRange(5, 30);
        // A stream shows what was written: nothing. A plain call does not, so 50 tokens a second are assumed.
        usage.OutputTokens.ShouldBe(streamed ? 1 : 50 * seconds);
        record.CostUsd.ShouldBe((usage.InputTokens + (10m * usage.OutputTokens)) / 1_000_000);
    }

    [Fact]
    public async Task Answer_CallerLeavesLate_IsBookedNoMoreThanItMayWrite()
    {
        var kernel = Kernel(service: false, Silent);
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(9), _time);

        await Should.ThrowAsync<OperationCanceledException>(() =>
            _time.RunAsync(() =>
                kernel
                    .Router()
                    .GetResponseAsync(Question, new() { MaxOutputTokens = 20 }, cancel.Token)
            )
        );

        (await kernel.RecordsAsync())[0].Usage.OutputTokens.ShouldBe(20);
    }

    [Fact]
    public async Task Answer_AHundredCallersLeave_TheBudgetKnows()
    {
        var kernel = Kernel(service: false, Silent);

        for (var i = 0; i < 100; i++)
        {
            using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(2), _time);
            await Should.ThrowAsync<OperationCanceledException>(() =>
                _time.RunAsync(() => AskAsync(kernel, streamed: false, cancel.Token))
            );
        }

        var state = (await kernel.Router().Budgets.SnapshotAsync()).ShouldHaveSingleItem();
        state.ReservedUsd.ShouldBe(0);
        state.SpentUsd.ShouldBeGreaterThanOrEqualTo(100 * 100 * 10m / 1_000_000);
        state.SpentUsd.ShouldBe((await kernel.RecordsAsync()).Sum(record => record.CostUsd ?? 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_ProviderIsTooLate_ItsTimeIsBookedBesideTheAnswer(bool streamed)
    {
        var kernel = Kernel(service: false, Silent, ScriptedStep.Answer("from the second"));

        await _time.RunAsync(() => AskAsync(kernel, streamed, CancellationToken.None));

        var record = (await kernel.RecordsAsync()).ShouldHaveSingleItem();
        record.Outcome.ShouldBe(RoundTripOutcome.Answered);
        record.Attempts[0].FailureKind.ShouldBe(FailureKind.TimedOut);
        record.Attempts[0].Usage.ShouldNotBeNull().Estimated.ShouldBeTrue();
        record.Attempts[0].CostUsd.ShouldNotBeNull().ShouldBeGreaterThan(0);
        record.CostUsd.ShouldBe(record.Attempts.Sum(attempt => attempt.CostUsd));
    }

    [Fact]
    public async Task Stream_ReportedNothingYetWhenItsReaderLeaves_WhatWasShownIsBooked()
    {
        var kernel = Kernel(
            service: false,
            ScriptedStep.Answer("one two three four five six") with
            {
                Silent = true,
                PiecesBeforeFault = 4,
            }
        );
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(3), _time);

        await Should.ThrowAsync<OperationCanceledException>(() =>
            _time.RunAsync(() => AskAsync(kernel, streamed: true, cancel.Token))
        );

        var usage = (await kernel.RecordsAsync())[0].Attempts[0].Usage.ShouldNotBeNull();
        usage.Estimated.ShouldBeTrue();
        usage.OutputTokens.ShouldBeInRange(3, 5);
    }

    [Theory]
    [InlineData("refused")]
    [InlineData("cut")]
    public async Task Answer_ProviderBreaksOffItself_IsNotCharged(string how)
    {
        var fault =
            how == "refused"
                ? (Exception)
                    new HttpOperationException(System.Net.HttpStatusCode.BadGateway, "", how, null)
                : new IOException(how);
        var kernel = Kernel(
            service: false,
            ScriptedStep.Throw(fault),
            ScriptedStep.Answer("from the second")
        );

        await _time.RunAsync(() => AskAsync(kernel, streamed: false, CancellationToken.None));

        (await kernel.RecordsAsync())[0].Attempts[0].CostUsd.ShouldBeNull();
    }

    private Kernel Kernel(bool service, params ScriptedStep[] steps)
    {
        object Model(int i) =>
            service
                ? new ScriptedChatService(new ScriptedModel(steps[i]))
                : new ScriptedChatClient(new ScriptedModel(steps[i]));

        return RouterKit.Kernel(
            router =>
            {
                router.Services.AddSingleton<TimeProvider>(_time);
                router.Role(
                    "asker",
                    role =>
                    {
                        role.Prefer("a").Budget(usd: 1_000, Period.Month);
                        if (steps.Length > 1)
                        {
                            role.FallBackTo("b");
                        }
                    }
                );
            },
            [.. steps.Select((_, i) => (i == 0 ? "a" : "b", Model(i)))]
        );
    }

    private static async Task<string> AskAsync(
        Kernel kernel,
        bool streamed,
        CancellationToken cancelled
    )
    {
        IChatClient client = kernel.Router().ForRole("asker");
        if (streamed)
        {
            return (
                await client
                    .GetStreamingResponseAsync(Question, cancellationToken: cancelled)
                    .ToChatResponseAsync(cancelled)
            ).Text;
        }

        return (await client.GetResponseAsync(Question, cancellationToken: cancelled)).Text;
    }
}
