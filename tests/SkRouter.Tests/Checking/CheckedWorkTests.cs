using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Budgets;
using SkRouter.Checking;
using SkRouter.DependencyInjection;
using SkRouter.TestKit;

namespace SkRouter.Tests.Checking;

public sealed class CheckedWorkTests
{
    private static readonly IResultCheck SaysGood = ResultCheck.Of(
        "good",
        (result, _) =>
            ValueTask.FromResult(
                result.Text.Contains("good", StringComparison.Ordinal) ? null : "it is not good"
            )
    );

    private int _orders;

    [Theory]
    [InlineData("good", 1, true)]
    [InlineData("bad,good", 2, true)]
    [InlineData("bad,bad,good", 3, true)]
    [InlineData("bad,bad,bad", 3, false)]
    public async Task RunChecked_ResultFails_StartsAgainOnTheNextMoreExpensiveModel(
        string answers,
        int attempts,
        bool passed
    )
    {
        var kernel = Kernel(answers.Split(','));

        var result = await AskAsync(kernel, new() { Checks = { SaysGood } });

        result.Passed.ShouldBe(passed);
        result.Attempts.Select(attempt => attempt.Model).ShouldBe(Models[..attempts]);
        result.Value.ShouldBe(answers.Split(',')[attempts - 1]);
        var records = await kernel.RecordsAsync();
        records.Select(record => record.Model).ShouldBe(Models[..attempts]);
        records.Select(record => record.Run).Distinct().Count().ShouldBe(attempts);
        records[0].Notes.ShouldContain("checked work, first attempt");
        result.CostUsd.ShouldBe(records.Sum(record => record.CostUsd ?? 0));
        if (attempts > 1)
        {
            records[1]
                .Notes.ShouldContain(
                    "checked work, attempt 2: the result of attempt 1 by small failed the check 'good': it is not good"
                );
            records[1].Route!.Candidates[0].Reason.ShouldStartWith("attempt 2 of checked work");
        }
    }

    [Fact]
    public async Task RunChecked_AttemptIsDiscarded_HookGetsWhatItDidBeforeTheNextBegins()
    {
        var discarded = new List<string>();
        var kernel = Kernel(["bad", "good"], firstCalls: "Order");
        var options = new CheckedWorkOptions
        {
            Checks = { SaysGood },
            OnDiscarded = (attempt, _) =>
            {
                discarded.Add(
                    $"{attempt.Model} {string.Join(',', attempt.ToolCalls)} {attempt.FailedCheck}"
                );
                _orders.ShouldBe(1);
                _orders--;
                return ValueTask.CompletedTask;
            },
        };

        using var client = new FunctionInvokingChatClient(
            kernel.Router().ForRole("worker")
        ).WithCheckedWork(kernel.Router(), "worker", options);
        var answer = await client.GetResponseAsync(
            "go",
            new() { Tools = [AIFunctionFactory.Create(() => ++_orders, "Order")] }
        );

        answer.Text.ShouldBe("good");
        discarded.ShouldBe(["small Order good"]);
        _orders.ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WithCheckedWork_FirstResultFails_OnlyTheSecondIsShown(bool streamed)
    {
        var kernel = Kernel(["bad", "good"]);
        using var client = ((IChatClient)kernel.Router().ForRole("worker")).WithCheckedWork(
            kernel.Router(),
            "worker",
            new() { Checks = { SaysGood } }
        );

        var text = streamed
            ? string.Concat(
                await client
                    .GetStreamingResponseAsync("go")
                    .Select(update => update.Text)
                    .ToListAsync()
            )
            : (await client.GetResponseAsync("go")).Text;

        text.ShouldBe("good");
        (await kernel.RecordsAsync())
            .Select(record => record.Streamed)
            .ShouldBe([streamed, streamed]);
    }

    [Fact]
    public async Task WithCheckedWork_RoleNamesNoCheck_IsTheClientItself()
    {
        var kernel = Kernel(["bad"]);
        using var client = ((IChatClient)kernel.Router().ForRole("worker")).WithCheckedWork(
            kernel.Router(),
            "worker"
        );

        (await client.GetResponseAsync("go")).Text.ShouldBe("bad");
        (await kernel.RecordsAsync())[0].Notes.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunChecked_BudgetCoversOneAttempt_KeepsItsResultAndSaysThatItFailed()
    {
        var kernel = Kernel(["bad", "good"]);

        var result = await AskAsync(kernel, new() { Checks = { SaysGood }, BudgetUsd = 0.01m });

        result.Passed.ShouldBeFalse();
        result.Value.ShouldBe("bad");
        result.Attempts.ShouldHaveSingleItem().IsDiscarded.ShouldBeTrue();
        (await kernel.RecordsAsync())[^1].Deployment.ShouldBeNull();
    }

    [Fact]
    public async Task RunChecked_FirstAttemptDoesNotFitTheBudget_Throws() =>
        await Should.ThrowAsync<BudgetExceededException>(() =>
            AskAsync(
                Kernel(["bad", "good"]),
                new() { Checks = { SaysGood }, BudgetUsd = 0.000000001m }
            )
        );

    [Fact]
    public async Task RunChecked_RoleNamesChecks_RunsThemInOrder()
    {
        var kernel = Kernel(
            ["no", "{}"],
            role => role.CheckResult("Json", "Judge:judge"),
            judge: "PASS"
        );

        var result = await AskAsync(kernel, new());

        result.Passed.ShouldBeTrue();
        result.Attempts[0].FailedCheck.ShouldBe("Json");
        (await kernel.RecordsAsync())
            .Select(record => record.Role)
            .ShouldBe(["worker", "worker", "judge"]);
    }

    [Fact]
    public async Task RunChecked_JudgeIsNotContent_StartsAgainWithItsReason()
    {
        var kernel = Kernel(
            ["one", "two", "three"],
            role => role.CheckResult("Judge:judge"),
            judge: "FAIL: it has no source"
        );

        var result = await AskAsync(kernel, new() { MaxAttempts = 2 });

        result.Passed.ShouldBeFalse();
        result.Attempts.Count.ShouldBe(2);
        result.Attempts[1].Failure.ShouldBe("FAIL: it has no source");
    }

    [Fact]
    public void Start_UnknownCheckOrJudge_NamesRoleAndChecks()
    {
        var message = Should
            .Throw<SkRouter.Resilience.RouterConfigurationException>(() =>
                _ = Kernel(["a"], role => role.CheckResult("Tests", "Judge:nobody")).Router().Roles
            )
            .Message;

        message.ShouldContain("role 'worker': there is no result check 'Tests'");
        message.ShouldContain("role 'worker': there is no result check 'Judge:nobody'");
    }

    [Fact]
    public async Task RunChecked_NoCheckAtAll_IsRefused() =>
        (
            await Should.ThrowAsync<ArgumentException>(() => AskAsync(Kernel(["a"]), new()))
        ).Message.ShouldContain("There is no check");

    [Fact]
    public async Task RunChecked_VerdictsTeachWhatAModelCanDo()
    {
        var kernel = Kernel(["bad", "good"]);
        var before = Ability(kernel);

        await AskAsync(kernel, new() { Checks = { SaysGood } });

        Ability(kernel).ShouldBeLessThan(before);
    }

    private static string[] Models => ["small", "medium", "large"];

    private static double Ability(Kernel kernel) =>
        kernel
            .Router()
            .Explain([new(ChatRole.User, "go")], role: "worker")
            .Assessed.Single(candidate => candidate.Model == "small")
            .Ability.Mean;

    private static Task<CheckedResult<string>> AskAsync(
        Kernel kernel,
        CheckedWorkOptions options
    ) =>
        kernel
            .Router()
            .RunCheckedAsync(
                "worker",
                async (_, token) =>
                    (
                        await kernel
                            .Router()
                            .ForRole("worker")
                            .GetResponseAsync([new(ChatRole.User, "go")], null, token)
                    ).Text,
                options
            );

    /// <summary>Three models of rising price, of which each gives one answer; the most expensive is the role's first choice.</summary>
    private static Kernel Kernel(
        string[] answers,
        Action<RoleBuilder>? role = null,
        string? firstCalls = null,
        string judge = "PASS"
    ) =>
        RouterKit.Kernel(
            router =>
            {
                router
                    .Role(
                        "worker",
                        worker =>
                        {
                            worker.Prefer("large", "small", "medium");
                            role?.Invoke(worker);
                        }
                    )
                    .Role("judge", worker => worker.Prefer("judge-model"));
                router.Deployment("small", d => d.Price(input: 1, output: 2));
                router.Deployment("medium", d => d.Price(input: 10, output: 20));
                router.Deployment("large", d => d.Price(input: 100, output: 200));
                router.Deployment("judge-model", d => d.Price(input: 1, output: 1));
            },
            [
                .. Models.Select(
                    (model, i) =>
                        (model, (object)new ScriptedChatClient(Steps(answers, i, firstCalls)))
                ),
                ("judge-model", new ScriptedChatClient(ScriptedStep.Answer(judge))),
            ]
        );

    private static ScriptedStep[] Steps(string[] answers, int model, string? firstCalls)
    {
        var answer = ScriptedStep.Answer(answers[Math.Min(model, answers.Length - 1)]);
        return model == 0 && firstCalls is not null
            ? [ScriptedStep.Call(firstCalls), answer]
            : [answer];
    }
}
