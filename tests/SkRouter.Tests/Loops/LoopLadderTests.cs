using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Loops;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.Tests.Loops;

public sealed class LoopLadderTests
{
    private static readonly ScriptedStep SameCall = ScriptedStep.Call("Look", ("at", "door"));

    private int _looks;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ToolLoop_ModelNeverStops_IsToldThenOutrankedThenWithoutTheToolThenStopped(
        bool streamed
    )
    {
        var kit = Stubborn();
        kit.Kernel.Plugins.AddFromFunctions(
            "Eyes",
            [KernelFunctionFactory.CreateFromMethod(Look, "Look")]
        );
        var history = new ChatHistory("Look around.");
        history.AddUserMessage("go");

        var exception = await Should.ThrowAsync<RouterException>(() =>
            AskAsync(kit.Kernel, history, streamed)
        );

        exception.Code.ShouldBe(RouterErrorCode.LoopDetected);
        exception.Message.ShouldContain("Eyes_Look");
        exception.Message.ShouldContain("worker");
        var records = await kit.Kernel.RecordsAsync();
        string.Concat(records.Select(record => LoopKit.Letter(record.Loop))).ShouldBe("--OSEB!");
        records[^1].Error.ShouldBe(RouterErrorCode.LoopDetected);
        records[^1].Attempts.ShouldBeEmpty();
        records[4].Deployment.ShouldBe("strong");
        records[4].Route!.Candidates[0].Reason.ShouldStartWith("escalated");
        records[5].Loop!.Withheld.ShouldBe(["Eyes_Look"]);
        _looks.ShouldBe(5, "the sixth call was of a tool that was withheld");
        history.ShouldAllBe(message =>
            !(message.Content ?? "").Contains("circles", StringComparison.Ordinal)
        );
        kit.Strong.Conversations[0][^1].Text.ShouldContain("circles");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ChatClient_ModelNeverStops_ClimbsTheSameLadder(bool streamed)
    {
        var kit = Stubborn();
        using var client = new FunctionInvokingChatClient(kit.Kernel.Router());
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create(Look, "Look")] };

        var exception = await Should.ThrowAsync<RouterException>(() =>
            streamed
                ? client.GetStreamingResponseAsync("go", options).ToChatResponseAsync()
                : client.GetResponseAsync("go", options)
        );

        exception.Code.ShouldBe(RouterErrorCode.LoopDetected);
        var records = await kit.Kernel.RecordsAsync();
        string.Concat(records.Select(record => LoopKit.Letter(record.Loop))).ShouldBe("--OSEB!");
        records[4].Deployment.ShouldBe("strong");
        kit.Strong.Options.Select(sent => sent?.Tools?.Count ?? 0).ShouldBe([1, 0]);
        options.Tools.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Steer_ModelHeedsTheNote_EndsAndStaysOnTheCheapModel()
    {
        var weak = new ScriptedModel(
            (messages, _) =>
                messages[^1].Text.Contains("circles", StringComparison.Ordinal)
                    ? ScriptedStep.Answer("nothing there")
                    : SameCall
        );
        var kit = new LoopKit(weak: weak);
        using var client = new FunctionInvokingChatClient(kit.Kernel.Router());

        var response = await client.GetResponseAsync(
            "go",
            new() { Tools = [AIFunctionFactory.Create(Look, "Look")] }
        );

        response.Text.ShouldBe("nothing there");
        _looks.ShouldBe(3);
        kit.Strong.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Default_ModelGoesInCircles_OnlyNotes()
    {
        var weak = new ScriptedModel(
            (_, request) => request < 9 ? SameCall : ScriptedStep.Answer("done")
        );
        var kit = new LoopKit(role => role.Options.Loops.UpTo = null, weak: weak);
        using var client = new FunctionInvokingChatClient(kit.Kernel.Router());

        await client.GetResponseAsync(
            "go",
            new() { Tools = [AIFunctionFactory.Create(Look, "Look")] }
        );

        var records = await kit.Kernel.RecordsAsync();
        string.Concat(records.Select(record => LoopKit.Letter(record.Loop))).ShouldBe("--OOOOOOOO");
        records[2].Notes.ShouldHaveSingleItem().ShouldStartWith("loop: Look was called 2 times");
        weak.Conversations.ShouldAllBe(messages =>
            messages.All(message => !message.Text.Contains("circles", StringComparison.Ordinal))
        );
        kit.Strong.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Off_ModelGoesInCircles_SaysNothing()
    {
        var kit = new LoopKit(role => role.OnLoop(LoopStep.Off));

        var steps = await kit.StepsAsync(Circles.All["same call, same result"].Script, "client");

        steps.ShouldBe("-------");
    }

    [Fact]
    public async Task Escalate_RunHasUsedItsShare_AsksTheUsualModelAgain()
    {
        var kit = new LoopKit(role =>
            role.OnLoop(
                LoopStep.Escalate,
                loops =>
                {
                    loops.SteerAt = loops.EscalateAt = 2;
                    loops.MaxEscalations = 3;
                }
            )
        );
        using var scope = RoutingScope.Begin(run: "one");

        await kit.StepsAsync(Circles.All["same call, same result"].Script, "client");
        await kit.StepsAsync(Circles.All["same call, same result"].Script, "client");

        kit.Strong.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task Escalate_OutcomesTaughtThatTheDearIsNotTheStrong_GoesByThat()
    {
        var kit = new LoopKit(role =>
            role.OnLoop(LoopStep.Escalate, loops => loops.SteerAt = loops.EscalateAt = 2)
        );
        for (var i = 0; i < 60; i++)
        {
            await kit.Kernel.Router().GetResponseAsync("go", new() { ModelId = "worker" });
            var good = (await kit.Kernel.RecordsAsync())[^1];
            kit.Kernel.Router().ReportOutcome(good.Id, 1);
        }

        await kit.StepsAsync(Circles.All["same call, same result"].Script, "client");

        kit.Strong.Requests.ShouldBe(0);
        (await kit.Kernel.RecordsAsync())
            .SelectMany(record => record.Notes)
            .ShouldContain("nobody stronger to escalate to");
    }

    [Fact]
    public async Task Escalate_CeilingForbidsTheStronger_StaysAndSaysSo()
    {
        var kit = new LoopKit(role =>
            role.Ceiling("weak")
                .OnLoop(LoopStep.Escalate, loops => loops.SteerAt = loops.EscalateAt = 2)
        );

        await kit.StepsAsync(Circles.All["same call, same result"].Script, "client");

        kit.Strong.Requests.ShouldBe(0);
        (await kit.Kernel.RecordsAsync())[2].Notes.ShouldContain("nobody stronger to escalate to");
    }

    [Fact]
    public async Task PingPong_TwoAgentsOfARunGetTheSameBack_ClimbsTheLadder()
    {
        var kit = new LoopKit();
        var steps = "";
        for (var i = 0; i < 7; i++)
        {
            steps += await TurnAsync(kit, "one", "coder", "Here is the review: wrong.");
            steps += await TurnAsync(kit, "one", "reviewer", "Here is the code: x = 1");
        }

        steps.ShouldBe("---OOSSEEBB!!!");
    }

    [Fact]
    public async Task PingPong_WorkChanges_TakesNoStep()
    {
        var kit = new LoopKit();
        var steps = "";
        for (var i = 0; i < 8; i++)
        {
            steps += await TurnAsync(
                kit,
                "one",
                "coder",
                FormattableString.Invariant($"Here is the review: wrong in line {i}.")
            );
            steps += await TurnAsync(kit, "one", "reviewer", "Here is the code: x = 1");
        }

        steps.ShouldBe(new string('-', 16));
    }

    [Fact]
    public async Task PingPong_OtherRunsSayTheSame_TakesNoStep()
    {
        var kit = new LoopKit();
        var steps = "";
        for (var i = 0; i < 8; i++)
        {
            steps += await TurnAsync(
                kit,
                FormattableString.Invariant($"run {i}"),
                "coder",
                "Here is the review: wrong."
            );
            steps += await TurnAsync(
                kit,
                FormattableString.Invariant($"run {i}"),
                "reviewer",
                "Here is the code: x = 1"
            );
        }

        steps.ShouldBe(new string('-', 16));
    }

    [Fact]
    public async Task PingPong_HandoversGoRound_WithholdsThemAndNothingElse()
    {
        var kit = new LoopKit(role =>
            role.OnLoop(
                LoopStep.Block,
                loops => loops.SteerAt = loops.EscalateAt = loops.BlockAt = 2
            )
        );
        var options = new ChatOptions
        {
            Tools =
            [
                AIFunctionFactory.Create(() => "", "handoff_to_2"),
                AIFunctionFactory.Create(Look, "Look"),
            ],
        };
        for (var i = 0; i < 3; i++)
        {
            await TurnAsync(kit, "one", "first", "Yours.", options);
            await TurnAsync(kit, "one", "second", "No, yours.", options);
        }

        (await kit.Kernel.RecordsAsync())[^1].Loop!.Withheld.ShouldBe(["handoff_to_2"]);
        kit.Weak.Options.Concat(kit.Strong.Options)
            .Select(sent => sent!.Tools!.Count)
            .Distinct()
            .ShouldBe([2, 1], ignoreOrder: true);
    }

    [Fact]
    public async Task Explain_ConversationGoesInCircles_NeitherThrowsNorCounts()
    {
        var kit = new LoopKit();
        var request = LoopScript.Requests(Circles.All["same call, same result"].Script)[^1];

        kit.Kernel.Router().Explain(request).Error.ShouldBeNull();

        (await kit.Kernel.RecordsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, 3, "ObserveAt must be at least 2")]
    [InlineData(4, 3, "SteerAt is 3, below ObserveAt")]
    public void Configuration_StepsOutOfOrder_IsAFault(int observe, int steer, string fault)
    {
        var kit = new LoopKit(role =>
        {
            role.Options.Loops.ObserveAt = observe;
            role.Options.Loops.SteerAt = steer;
        });

        Should
            .Throw<RouterConfigurationException>(kit.Kernel.Router().Validate)
            .Message.ShouldContain(fault);
    }

    [Fact]
    public void RunHistories_MoreRunsThanKept_ForgetsTheOldest()
    {
        var runs = new RunHistories(kept: 2);
        var first = runs.Of("first");
        runs.Of("second");
        runs.Of("first");
        runs.Of("third");

        runs.Count.ShouldBe(2);
        runs.Of("first").ShouldBeSameAs(first);
    }

    private string Look(string at)
    {
        _looks++;
        return $"nothing at the {at}";
    }

    private static LoopKit Stubborn() => new(weak: new(SameCall), strong: new(SameCall));

    private static async Task<string> TurnAsync(
        LoopKit kit,
        string run,
        string agent,
        string text,
        ChatOptions? options = null
    )
    {
        using var scope = RoutingScope.Begin(agent: agent, run: run);
        var loop = await kit.AskAsync([new(ChatRole.User, text)], "client", options);
        return LoopKit.Letter(loop).ToString();
    }

    private static async Task AskAsync(Kernel kernel, ChatHistory history, bool streamed)
    {
        var settings = new PromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
        };
        if (!streamed)
        {
            await kernel.Router().GetChatMessageContentsAsync(history, settings, kernel);
            return;
        }

        await foreach (
            var _ in kernel.Router().GetStreamingChatMessageContentsAsync(history, settings, kernel)
        ) { }
    }
}
