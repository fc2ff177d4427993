using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Budgets;
using SkRouter.Pipeline;
using SkRouter.Policies;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.Tests.Budgets;

public sealed class RouterRunTests
{
    // What the scripted answer costs (100 tokens in at 1, 10 out at 10 USD per million), and an attempt at worst.
    private const decimal Cost = 0.0002m;
    private const decimal Worst = 0.00035m;

    private static readonly ChatOptions Short = new() { MaxOutputTokens = 10 };

    [Fact]
    public async Task BeginRun_CallsWithinIt_ArePaidByItUntilItIsUsedUp()
    {
        var kernel = Kernel(ScriptedStep.Answer("yes"));
        var router = kernel.Router();
        using var run = router.BeginRun("report", budgetUsd: 0.001m);

        var record = await AskAsync(kernel);
        var asked = 1;
        var error = await Should.ThrowAsync<BudgetExceededException>(async () =>
        {
            for (; ; asked++)
            {
                await AskAsync(kernel);
            }
        });

        record.Run.ShouldBe(run.Id);
        record.Run.ShouldStartWith("report-");
        run.RoundTrips.ShouldBe(asked);
        run.SpentUsd.ShouldBe(asked * Cost);
        run.RemainingUsd.ShouldBe(0.001m - (asked * Cost));
        run.RemainingUsd!.Value.ShouldBeLessThan(Worst);
        error.State.Budget.Scope.ShouldBe(new(BudgetScopeKind.Run, run.Id));
        error.State.SpentUsd.ShouldBe(run.SpentUsd);
    }

    [Fact]
    public async Task BeginRun_IdOfTheApp_IsCarriedAndEachOfThatIdPaysForItsOwnCalls()
    {
        var kernel = Kernel(ScriptedStep.Answer("yes"));
        var router = kernel.Router();
        using var around = router.BeginRun("day", budgetUsd: 0.01m, id: "ticket-7");
        Task<DecisionRecord> record;
        using (var part = router.BeginRun("part", budgetUsd: 0.004m, id: "ticket-7"))
        {
            around.RemainingUsd.ShouldBe(0.006m);
            record = AskAsync(kernel);
            await record;

            part.SpentUsd.ShouldBe(Cost);
            around.RemainingUsd.ShouldBe(0.006m);
        }

        await AskAsync(kernel);

        (await record).Run.ShouldBe("ticket-7");
        around.SpentUsd.ShouldBe(2 * Cost);
        around.RemainingUsd.ShouldBe(0.01m - (2 * Cost));
    }

    [Fact]
    public async Task BeginRun_FlowThatOutlivesIt_PaysNothingMoreOfIt()
    {
        var kernel = Kernel(ScriptedStep.Answer("yes"));
        var go = new TaskCompletionSource();
        RouterRun run;
        Task<DecisionRecord> late;
        using (run = kernel.Router().BeginRun("report", budgetUsd: 0.01m))
        {
            late = LateAsync();
        }

        go.SetResult();

        (await late).Run.ShouldBe(run.Id);
        run.SpentUsd.ShouldBe(0);

        async Task<DecisionRecord> LateAsync()
        {
            await go.Task;
            return await AskAsync(kernel);
        }
    }

    [Fact]
    public async Task Slice_AnAgents_IsPaidFromFirstAndGivenBack()
    {
        var kernel = Kernel(ScriptedStep.Answer("yes"));
        using var run = kernel.Router().BeginRun("report", budgetUsd: 0.01m);
        using (var slice = run.Slice("scout", 0.004m))
        {
            run.RemainingUsd.ShouldBe(0.006m);
            using var scope = RoutingScope.Begin(agent: "scout");
            await AskAsync(kernel);

            slice.SpentUsd.ShouldBe(Cost);
            slice.RemainingUsd.ShouldBe(0.004m - Cost);
            (run.SpentUsd, run.RemainingUsd).ShouldBe((Cost, 0.006m));
            Should.Throw<InvalidOperationException>(() => run.Slice("scout", 0.001m));
            Should.Throw<BudgetExceededException>(() => run.Slice("other", 0.007m));
        }

        (run.SpentUsd, run.RemainingUsd, run.RoundTrips).ShouldBe((Cost, 0.01m - Cost, 1));
    }

    [Fact]
    public async Task Slice_DisposedWhileAStreamIsOpen_GivesTheRestBackAtOnceAndTheHeldWhenItEnds()
    {
        var kernel = Kernel(ScriptedStep.Answer("one two three"));
        using var run = kernel.Router().BeginRun("report", budgetUsd: 0.01m);
        var slice = run.Slice("scout", 0.004m);
        var scope = RoutingScope.Begin(agent: "scout");
        await foreach (var _ in kernel.Router().GetStreamingResponseAsync([Say("hi")], Short))
        {
            slice.Dispose();
            scope.Dispose();
            run.RemainingUsd!.Value.ShouldBeLessThan(0.01m);
            run.RemainingUsd!.Value.ShouldBeGreaterThan(0.006m);
        }

        (run.SpentUsd, run.RemainingUsd).ShouldBe((Cost, 0.01m - Cost));
    }

    [Fact]
    public async Task BeginRun_WithinARun_TakesItsBudgetFromThereAndGivesTheRestBack()
    {
        var kernel = Kernel(ScriptedStep.Answer("yes"));
        using var run = kernel.Router().BeginRun("report", budgetUsd: 0.01m);
        using (var part = kernel.Router().BeginRun("chapter", budgetUsd: 0.002m))
        {
            var record = await AskAsync(kernel);
            record.Run.ShouldBe(part.Id);
            run.RemainingUsd.ShouldBe(0.008m);
            using var open = part.BeginRun("paragraph");
            await AskAsync(kernel);
            (open.SpentUsd, part.SpentUsd, run.SpentUsd).ShouldBe((Cost, 2 * Cost, 2 * Cost));
            open.RemainingUsd.ShouldBe(part.RemainingUsd);
        }

        (run.SpentUsd, run.RemainingUsd, run.RoundTrips).ShouldBe(
            (2 * Cost, 0.01m - (2 * Cost), 2)
        );
    }

    [Fact]
    public async Task Answer_64TasksInOneRun_SpendNoMoreThanItsBudget()
    {
        var kernel = Kernel(ScriptedStep.Answer("yes"));
        using var run = kernel.Router().BeginRun("report", budgetUsd: 0.02m);

        await Task.WhenAll(
            Enumerable
                .Range(0, 64)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        try
                        {
                            while (true)
                            {
                                await AskAsync(kernel);
                            }
                        }
                        catch (BudgetExceededException refusal)
                        {
                            refusal.WorstCaseUsd.ShouldBeLessThan(Worst);
                        }
                    })
                )
        );

        run.SpentUsd.ShouldBeLessThanOrEqualTo(0.02m);
        run.SpentUsd.ShouldBe((await kernel.RecordsAsync()).Sum(record => record.CostUsd!.Value));
        run.RemainingUsd.ShouldBe(0.02m - run.SpentUsd);
    }

    [Fact]
    public async Task BeginRun_StoreRefuses_TheRunGetsItsMoneyBack()
    {
        var kernel = Kernel(ScriptedStep.Answer("yes"));
        kernel.Router().Budgets.Set(new(new(BudgetScopeKind.All, ""), 0, BudgetWindow.Forever));
        using var run = kernel.Router().BeginRun("report", budgetUsd: 1);

        await Should.ThrowAsync<BudgetExceededException>(() => AskAsync(kernel));

        run.RemainingUsd.ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task RunForecast_SpendThatGrowsOrNot_IsRightBeforeTheMoneyIsGone(int growth)
    {
        var kernel = RouterKit.Kernel(
            router => router.Role("coder", role => role.Prefer("a")),
            (
                "a",
                new ScriptedChatClient(
                    new ScriptedModel(
                        (_, request) =>
                            ScriptedStep.Answer("yes") with
                            {
                                Usage = new()
                                {
                                    InputTokenCount = 50 + (growth / 2 * request),
                                    OutputTokenCount = 10,
                                },
                            }
                    )
                )
            )
        );
        var told = new List<int>();
        kernel.Router().Budgets.RunForecast += (_, forecast) =>
        {
            forecast
                .ToString()
                .ShouldEndWith(
                    FormattableString.Invariant($"near round trip {forecast.RoundTrip}")
                );
            told.Add(forecast.RoundTrip);
        };
        using var run = kernel.Router().BeginRun("report", budgetUsd: 0.004m);

        // As many as there are until the sum of costs no longer fits; the last few need more room than they use.
        await Should.ThrowAsync<BudgetExceededException>(async () =>
        {
            while (true)
            {
                await AskAsync(kernel);
            }
        });

        var exceeds = 1;
        for (var sum = 0m; ; exceeds++)
        {
            sum += ((50 + (growth / 2 * (exceeds - 1))) + 100) / 1_000_000m;
            if (sum > 0.004m)
            {
                break;
            }
        }

        told.Count.ShouldBe(3);
        told.ShouldAllBe(roundTrip => roundTrip == exceeds);
        run.ExceedsNearRoundTrip.ShouldBe(exceeds);
    }

    [Fact]
    public async Task Rank_OwnPolicy_SeesWhatTheRunHasLeft()
    {
        var seen = new List<decimal?>();
        var kernel = Kernel(ScriptedStep.Answer("yes"), new SeeingPolicy(seen));
        using (kernel.Router().BeginRun("report", budgetUsd: 0.5m))
        {
            await AskAsync(kernel);
            await AskAsync(kernel);
        }

        await AskAsync(kernel);

        seen.ShouldBe([0.5m, 0.5m - Cost, null]);
    }

    private static Kernel Kernel(ScriptedStep step, IRoutingPolicy? policy = null) =>
        RouterKit.Kernel(
            router =>
            {
                router.Role("coder", role => role.Prefer("a").Options.Policy = policy?.Name);
                if (policy is not null)
                {
                    Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(
                        router.Services,
                        policy
                    );
                }
            },
            ("a", new UnhurriedChatClient(new ScriptedChatClient(step)))
        );

    private static ChatMessage Say(string text) => new(ChatRole.User, text);

    private static Task<DecisionRecord> AskAsync(Kernel kernel) =>
        RouterBudgetTests.AskAsync(kernel, Short);

    private sealed class SeeingPolicy(List<decimal?> seen) : IRoutingPolicy
    {
        public string Name => "Seeing";

        public IReadOnlyList<PolicyChoice> Rank(RankingContext context)
        {
            seen.Add(context.RunBudget?.RemainingUsd);
            return [.. context.Candidates.Select(candidate => new PolicyChoice(candidate, "own"))];
        }
    }
}
