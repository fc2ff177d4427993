using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Budgets;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.Tests.Budgets;

public sealed class RouterBudgetTests
{
    private const int Tasks = 64;

    // With these prices (1 and 10 USD per million) and 10 tokens of output an attempt costs 0.00031 to 0.00032 at worst.
    private const decimal AttemptAtMost = 0.00035m;

    private static readonly ChatOptions Short = new() { MaxOutputTokens = 10 };

    [Theory]
    [InlineData(0.002)]
    [InlineData(0.01)]
    [InlineData(0.5)]
    public async Task Answer_64TasksAtOnce_SpendNoMoreThanTheBudgetAndAllOfIt(double usd)
    {
        var limit = (decimal)usd;
        var model = new ScriptedModel(
            (_, _) =>
                ScriptedStep.Answer("yes") with
                {
                    Usage = new() { InputTokenCount = 150, OutputTokenCount = 10 },
                }
        );
        var kernel = RouterKit.Kernel(
            router => router.Role("coder", role => role.Prefer("a").Budget(limit, Period.Month)),
            ("a", new UnhurriedChatClient(new ScriptedChatClient(model)))
        );
        var coder = kernel.Router().ForRole("coder");

        var refusals = await Task.WhenAll(
            Enumerable.Range(0, Tasks).Select(_ => Task.Run(() => AskUntilRefusedAsync(coder)))
        );

        var state = await StateAsync(kernel);
        state.SpentUsd.ShouldBe(model.Requests * 0.00025m);
        state.SpentUsd.ShouldBeLessThanOrEqualTo(limit);
        state.ReservedUsd.ShouldBe(0);
        refusals.ShouldAllBe(refusal => refusal.State.RemainingUsd < refusal.WorstCaseUsd);
        refusals.ShouldAllBe(refusal => refusal.WorstCaseUsd < AttemptAtMost);
        // Alone again, whoever comes gets what is left.
        (await AskUntilRefusedAsync(coder)).State.RemainingUsd.ShouldBeLessThan(AttemptAtMost);
    }

    [Fact]
    public async Task Answer_OverBudget_IsRefusedWithFiguresAndNobodyIsAsked()
    {
        var model = new ScriptedModel(ScriptedStep.Answer("yes"));
        var kernel = RouterKit.Kernel(
            router => router.Role("coder", role => role.Prefer("a").Budget(0m, Period.Day)),
            ("a", new ScriptedChatClient(model))
        );

        var error = await Should.ThrowAsync<BudgetExceededException>(() => AskAsync(kernel));

        error.Code.ShouldBe(RouterErrorCode.BudgetExceeded);
        error.State.Budget.Scope.ShouldBe(new(BudgetScopeKind.Role, "coder"));
        error.State.ResetsAt.ShouldNotBeNull();
        error.WorstCaseUsd.ShouldBeGreaterThan(0);
        error.Message.ShouldContain("limit 0 USD (day UTC), spent 0, reserved 0");
        model.Requests.ShouldBe(0);
        (await kernel.RecordsAsync())[0].Error.ShouldBe(RouterErrorCode.BudgetExceeded);
    }

    [Fact]
    public async Task Answer_ModelFailsWithoutUsage_GivesTheReservationBack()
    {
        var kernel = RouterKit.Kernel(
            router =>
            {
                router.Deployment("a", deployment => deployment.Options.Retries = 0);
                router.Role("coder", role => role.Prefer("a").Budget(1m, TimeSpan.FromHours(1)));
            },
            ("a", new ScriptedChatClient(ScriptedStep.Throw(new IOException("cut"))))
        );

        await Should.ThrowAsync<RouterException>(() => AskAsync(kernel));

        var state = await StateAsync(kernel);
        (state.SpentUsd, state.ReservedUsd).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Stream_WhileItIsReadAndAfterItIsAbandoned_HoldsAndThenBooksWhatWasShown()
    {
        var kernel = RouterKit.Kernel(
            router => router.Role("coder", role => role.Prefer("a").Budget(1m, Period.Day)),
            ("a", new ScriptedChatClient(ScriptedStep.Answer("one two three four")))
        );

        var reserved = 0m;
        await foreach (
            var _ in kernel.Router().ForRole("coder").GetStreamingResponseAsync([Say("hi")])
        )
        {
            reserved = (await StateAsync(kernel)).ReservedUsd;
            break;
        }

        reserved.ShouldBeGreaterThan(0);
        var state = await StateAsync(kernel);
        state.ReservedUsd.ShouldBe(0);
        state.SpentUsd.ShouldBe((await kernel.RecordsAsync())[0].CostUsd!.Value);
        state.SpentUsd.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Answer_RejectedAttempts_AreBookedToo()
    {
        var kernel = RouterKit.Kernel(
            router =>
                router.Role(
                    "coder",
                    role => role.Prefer("a", "b").Cascade("Json").Budget(1m, Period.Day)
                ),
            ("a", new ScriptedChatClient(ScriptedStep.Answer("no json"))),
            ("b", new ScriptedChatClient(ScriptedStep.Answer("{}")))
        );

        var record = await AskAsync(kernel);

        record.Attempts.Count.ShouldBe(2);
        (await StateAsync(kernel)).SpentUsd.ShouldBe(2 * 0.0002m);
    }

    [Fact]
    public async Task Answer_MoneyForOneAttemptOnly_DoesNotGoOnAfterOneThatCost()
    {
        var second = new ScriptedModel(ScriptedStep.Answer("{}"));
        var kernel = RouterKit.Kernel(
            router =>
                router.Role(
                    "coder",
                    role => role.Prefer("a", "b").Cascade("Json").Budget(0.0005m, Period.Day)
                ),
            (
                "a",
                new ScriptedChatClient(
                    ScriptedStep.Answer("no json") with
                    {
                        Usage = new() { InputTokenCount = 200, OutputTokenCount = 10 },
                    }
                )
            ),
            ("b", new ScriptedChatClient(second))
        );

        var error = await Should.ThrowAsync<BudgetExceededException>(() => AskAsync(kernel, Short));

        second.Requests.ShouldBe(0);
        error
            .Attempts.Select(attempt => attempt.FailureKind)
            .ShouldBe([FailureKind.Rejected, FailureKind.OverBudget]);
        (await StateAsync(kernel)).SpentUsd.ShouldBe(0.0003m);
    }

    [Fact]
    public async Task Answer_MoneyForOneAttemptOnly_GoesOnAfterOneThatCostNothing()
    {
        var kernel = RouterKit.Kernel(
            router =>
            {
                router.Deployment("a", deployment => deployment.Options.Retries = 0);
                router.Role("coder", role => role.Prefer("a", "b").Budget(0.0004m, Period.Day));
            },
            ("a", new ScriptedChatClient(ScriptedStep.Throw(new IOException("refused")))),
            ("b", new ScriptedChatClient(ScriptedStep.Answer("yes")))
        );

        (await AskAsync(kernel, Short)).Deployment.ShouldBe("b");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_NoOutputLimitAskedFor_AsksForOneOnlyWhereABudgetMustHold(bool shadow)
    {
        var model = new ScriptedModel(ScriptedStep.Answer("yes"));
        var kernel = RouterKit.Kernel(
            router =>
                router.Role(
                    "coder",
                    role => role.Prefer("a").Budget(1m, Period.Day, own => own.Shadow = shadow)
                ),
            ("a", new ScriptedChatClient(model))
        );

        var record = await AskAsync(kernel);

        model.Options[0]?.MaxOutputTokens.ShouldBe(shadow ? null : 4_096);
        record
            .Notes.Any(note => note.Contains("limits it to 4096 tokens", StringComparison.Ordinal))
            .ShouldBe(!shadow);
    }

    [Theory]
    [InlineData(BudgetAction.Warn, false, "warned")]
    [InlineData(BudgetAction.Refuse, true, "shadow, would be refused")]
    public async Task Answer_OverABudgetThatDoesNotHold_GoesAheadAndSaysSo(
        BudgetAction action,
        bool shadow,
        string said
    )
    {
        var kernel = RouterKit.Kernel(
            router =>
                router.Role(
                    "coder",
                    role =>
                        role.Prefer("a")
                            .Budget(
                                0.0001m,
                                Period.Day,
                                own => (own.Action, own.Shadow) = (action, shadow)
                            )
                ),
            ("a", new ScriptedChatClient(ScriptedStep.Answer("yes")))
        );

        var record = await AskAsync(kernel);

        record.Notes.ShouldContain(note => note.EndsWith(said, StringComparison.Ordinal));
        (await StateAsync(kernel)).SpentUsd.ShouldBe(0.0002m);
    }

    [Fact]
    public async Task Answer_SeveralBudgets_HoldAllOrNone()
    {
        var kernel = RouterKit.Kernel(
            router =>
            {
                router.Role("coder", role => role.Prefer("a").Budget(1m, Period.Day));
                router.Budget(
                    "tenants",
                    own => (own.Scope, own.Name, own.Usd) = (BudgetScopeKind.Tenant, "*", 0.0003m)
                );
                router.Budget(
                    "apollo",
                    own =>
                        (own.Scope, own.Name, own.Usd) = (BudgetScopeKind.Tag, "project=apollo", 1)
                );
            },
            ("a", new ScriptedChatClient(ScriptedStep.Answer("yes")))
        );
        using var scope = RoutingScope.Begin(
            tenant: "acme",
            tags: new Dictionary<string, string> { ["project"] = "apollo" }
        );

        var error = await Should.ThrowAsync<BudgetExceededException>(() => AskAsync(kernel));

        error.State.Budget.Scope.ShouldBe(new(BudgetScopeKind.Tenant, "acme"));
        var states = await kernel.Router().Budgets.SnapshotAsync();
        states.Count.ShouldBe(3);
        states.ShouldAllBe(state => state.ReservedUsd == 0 && state.SpentUsd == 0);
    }

    [Fact]
    public async Task Answer_DeploymentsBudgetIsUsedUp_PassesOverTheDeployment()
    {
        var kernel = RouterKit.Kernel(
            router =>
            {
                router.Role("coder", role => role.Prefer("a", "b"));
                router.Budget(
                    "a",
                    own =>
                        (own.Scope, own.Name, own.Usd) = (BudgetScopeKind.Deployment, "A", 0.0001m)
                );
            },
            ("a", new ScriptedChatClient(ScriptedStep.Answer("yes"))),
            ("b", new ScriptedChatClient(ScriptedStep.Answer("yes")))
        );

        var record = await AskAsync(kernel);

        record.Deployment.ShouldBe("b");
        record.Route!.Exclusions.ShouldContain(exclusion =>
            exclusion.Deployment == "a"
            && exclusion.Reason.Contains("used up", StringComparison.Ordinal)
        );
        (await StateAsync(kernel)).SpentUsd.ShouldBe(0);
    }

    [Fact]
    public async Task Answer_BudgetOfADeploymentOfASpecialChainIsOverdrawn_IsNotAskedAndTheOthersAre()
    {
        var larger = new ScriptedModel(ScriptedStep.Answer("yes"));
        var kernel = RouterKit.Kernel(
            router =>
            {
                router.Role("coder", role => role.Prefer("a").OnContextTooLong("larger"));
                router.Deployment("larger", deployment => deployment.ContextWindow(1_000_000));
            },
            (
                "a",
                new ScriptedChatClient(
                    ScriptedStep.Throw(
                        new HttpRequestException(
                            "maximum context length is 10 tokens",
                            null,
                            System.Net.HttpStatusCode.BadRequest
                        )
                    ),
                    ScriptedStep.Answer("yes")
                )
            ),
            ("larger", new ScriptedChatClient(larger))
        );
        var budgets = kernel.Router().Budgets;
        var budget = new Budget(new(BudgetScopeKind.Deployment, "larger"), 1, BudgetWindow.Forever);
        budgets.Set(budget);
        var now = TimeProvider.System.GetUtcNow();
        var reservation = new BudgetReservation("before", [new(budget, 1, 1)], now, now.AddDays(1));
        await budgets.Store.ReserveAsync(reservation);
        await budgets.Store.SettleAsync(reservation, [1]);
        budgets.Set(budget with { LimitUsd = 0.5m });

        await Should.ThrowAsync<BudgetExceededException>(() => AskAsync(kernel));

        (await AskAsync(kernel)).Deployment.ShouldBe("a");
        larger.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Set_WhileItRuns_HoldsFromTheNextRoundTripOn()
    {
        var kernel = RouterKit.Kernel(
            router => router.Role("coder", role => role.Prefer("a")),
            ("a", new ScriptedChatClient(ScriptedStep.Answer("yes")))
        );
        var budgets = kernel.Router().Budgets;
        var budget = new Budget(new(BudgetScopeKind.Role, "Coder"), 0, BudgetWindow.Forever);
        await AskAsync(kernel);

        budgets.Set(budget);
        await Should.ThrowAsync<BudgetExceededException>(() => AskAsync(kernel));
        budgets.Set(budget with { LimitUsd = 1 });
        await AskAsync(kernel);

        (await StateAsync(kernel)).SpentUsd.ShouldBe(0.0002m);
        budgets.Remove(budget.Scope).ShouldBeTrue();
        budgets.Remove(budget.Scope).ShouldBeFalse();
        (await budgets.SnapshotAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task AlertRaised_EightyAndAHundredPercent_EachOnce()
    {
        var kernel = RouterKit.Kernel(
            router => router.Role("coder", role => role.Prefer("a").Budget(0.001m, Period.Month)),
            ("a", new ScriptedChatClient(ScriptedStep.Answer("yes")))
        );
        var told = new List<int>();
        kernel.Router().Budgets.AlertRaised += (_, alert) => told.Add(alert.Percent);

        await AskUntilRefusedAsync(kernel.Router().ForRole("coder"));
        await AskUntilRefusedAsync(kernel.Router().ForRole("coder"));

        told.ShouldBe([80, 100]);
    }

    [Fact]
    public async Task Explain_WithABudget_HoldsNothing()
    {
        var kernel = RouterKit.Kernel(
            router => router.Role("coder", role => role.Prefer("a").Budget(1m, Period.Day)),
            ("a", new ScriptedChatClient(ScriptedStep.Answer("yes")))
        );

        var preview = kernel.Router().Explain([Say("hi")], role: "coder");

        preview.WorstCaseUsd.ShouldNotBeNull();
        (await StateAsync(kernel)).ReservedUsd.ShouldBe(0);
    }

    internal static ChatMessage Say(string text) => new(ChatRole.User, text);

    internal static async Task<BudgetState> StateAsync(Kernel kernel) =>
        (await kernel.Router().Budgets.SnapshotAsync())[0];

    internal static async Task<DecisionRecord> AskAsync(
        Kernel kernel,
        ChatOptions? options = null,
        string role = "coder"
    )
    {
        var answer = await kernel.Router().ForRole(role).GetResponseAsync([Say("hi")], options);
        return (DecisionRecord)answer.AdditionalProperties![DecisionRecord.MetadataKey]!;
    }

    private static async Task<BudgetExceededException> AskUntilRefusedAsync(RoleView coder)
    {
        while (true)
        {
            try
            {
                await coder.GetResponseAsync([Say("hi")], Short);
            }
            catch (BudgetExceededException refusal)
            {
                return refusal;
            }
        }
    }
}
