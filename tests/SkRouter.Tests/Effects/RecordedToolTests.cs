using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Effects;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.Tests.Effects;

public sealed class RecordedToolTests
{
    private readonly InMemoryEffectLedger _ledger = new();
    private readonly Till _till = new();
    private readonly Kernel _kernel = RouterKit.Kernel(
        router => router.Role("cashier", role => role.Prefer("model")),
        (
            "model",
            new ScriptedChatClient(
                new ScriptedModel(
                    (messages, _) =>
                        messages[^1].Role == ChatRole.Tool
                            ? ScriptedStep.Answer(
                                $"{messages[^1].Contents.OfType<Microsoft.Extensions.AI.FunctionResultContent>().Last().Result}"
                            )
                            : ScriptedStep.Call("Charge", ("order", "7"))
                )
            )
        )
    );

    [Theory]
    [InlineData("kernel")]
    [InlineData("client")]
    public async Task RecordedTool_RunIsTakenUpAgain_HandsBackTheResultAndDoesNothing(string face)
    {
        using var scope = RoutingScope.Begin(run: "one");

        var first = await AskAsync(face);
        var second = await AskAsync(face);

        first.ShouldBe("charged 7");
        second.ShouldBe(first);
        _till.Receipts.ShouldBe(["7"]);
    }

    [Fact]
    public async Task RecordedTool_SameCallTwiceOnPurpose_IsMadeTwiceAndHandedBackTwice()
    {
        using var scope = RoutingScope.Begin(run: "one", agent: "cashier");
        var tool = Charge();

        await tool.InvokeAsync(Order("7"));
        await tool.InvokeAsync(Order("7"));
        var again = Charge();
        await again.InvokeAsync(Order("7"));
        await again.InvokeAsync(Order("7"));
        await again.InvokeAsync(Order("7"));

        _till.Receipts.Count.ShouldBe(3);
    }

    [Fact]
    public async Task RecordedTool_OtherRunAgentOrArguments_IsAnotherCall()
    {
        foreach (
            var (run, agent, order) in new[]
            {
                ("1", "a", "7"),
                ("2", "a", "7"),
                ("1", "b", "7"),
                ("1", "a", "8"),
            }
        )
        {
            using var scope = RoutingScope.Begin(run: run, agent: agent);
            await Charge().InvokeAsync(Order(order));
        }

        _till.Receipts.ShouldBe(["7", "7", "7", "8"]);
    }

    [Fact]
    public async Task RecordedTool_ToolFailed_FailsAgainWithoutBeingMade()
    {
        using var scope = RoutingScope.Begin(run: "one");
        var calls = 0;
        AIFunction Failing() =>
            AIFunctionFactory
                .Create(
                    string () =>
                    {
                        calls++;
                        throw new InvalidOperationException("no paper");
                    },
                    "Print"
                )
                .WithRecordedEffects(_ledger, _kernel.Router());

        for (var i = 0; i < 2; i++)
        {
            (
                await Should.ThrowAsync<InvalidOperationException>(async () =>
                    await Failing().InvokeAsync()
                )
            ).Message.ShouldBe("no paper");
        }

        calls.ShouldBe(1);
    }

    [Fact]
    public async Task RecordedTool_DiedInTheMiddle_IsNotMadeAgainAndSaysThatNobodyKnows()
    {
        using var scope = RoutingScope.Begin(run: "one");
        await DieInTheMiddleAsync();

        var result = await Charge().InvokeAsync(Order("7"));

        $"{result}".ShouldStartWith("Error: this was begun before");
        _till.Receipts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("charged before", 0)]
    [InlineData(null, 1)]
    public async Task RecordedTool_DiedInTheMiddleAndCanTell_GoesByWhatHappened(
        string? happened,
        int made
    )
    {
        using var scope = RoutingScope.Begin(run: "one");
        await DieInTheMiddleAsync();
        EffectCall? asked = null;
        var rules = new EffectRules
        {
            Recover = (call, _) =>
            {
                asked = call;
                return ValueTask.FromResult(happened);
            },
        };

        var result = await Charge(rules).InvokeAsync(Order("7"));

        $"{result}".ShouldBe(happened ?? "charged 7");
        _till.Receipts.Count.ShouldBe(made);
        asked!.Arguments["order"].ShouldBe("7");
        (await _ledger.FindAsync(asked.Key))!.State.ShouldBe(EffectState.Done);
    }

    [Fact]
    public async Task RecordedTool_WhileItRuns_ShowsItsKeyAndNoLonger()
    {
        using var scope = RoutingScope.Begin(run: "one");
        var keys = new List<string?>();
        var tool = AIFunctionFactory
            .Create(() => keys.Add(EffectCall.Current?.Key), "Look")
            .WithRecordedEffects(_ledger, _kernel.Router());

        await tool.InvokeAsync();

        keys.ShouldHaveSingleItem().ShouldNotBeNull().Length.ShouldBe(32);
        EffectCall.Current.ShouldBeNull();
    }

    [Fact]
    public async Task RecordedTool_NoRun_SaysHowToNameOne()
    {
        var exception = await Should.ThrowAsync<RouterException>(async () =>
            await Charge().InvokeAsync(Order("7"))
        );

        exception.Message.ShouldContain("RoutingScope");
        _till.Receipts.ShouldBeEmpty();
    }

    private async Task DieInTheMiddleAsync()
    {
        var dying = AIFunctionFactory
            .Create(
                string (string order) => throw new OperationCanceledException("killed"),
                "Charge"
            )
            .WithRecordedEffects(_ledger, _kernel.Router());
        await Should.ThrowAsync<OperationCanceledException>(async () =>
            await dying.InvokeAsync(Order("7"))
        );
    }

    private AIFunction Charge(EffectRules? rules = null) =>
        AIFunctionFactory
            .Create(_till.Charge, "Charge")
            .WithRecordedEffects(_ledger, _kernel.Router(), rules);

    private static AIFunctionArguments Order(string order) =>
        new(new Dictionary<string, object?> { ["order"] = order });

    private async Task<string> AskAsync(string face)
    {
        if (face == "client")
        {
            using var client = new FunctionInvokingChatClient(_kernel.Router());
            var response = await client.GetResponseAsync("go", new() { Tools = [Charge()] });
            return response.Messages[^1].Text;
        }

        var kernel = _kernel.Clone();
        kernel.Plugins.AddFromFunctions("Till", [Charge().AsKernelFunction()]);
        var history = new ChatHistory();
        history.AddUserMessage("go");
        var content = await kernel
            .Router()
            .GetChatMessageContentAsync(
                history,
                new PromptExecutionSettings
                {
                    FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
                },
                kernel
            );
        return content.Content!;
    }
}
