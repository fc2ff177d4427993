using System.ComponentModel;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Budgets;
using SkRouter.TestKit;

namespace SkRouter.Tests.Budgets;

public sealed class LastAnswerTests
{
    [Fact]
    public async Task LastAnswer_RunOutOfMoneyInAToolLoop_EndsTheLoopWithAShortAnswerWithoutTools()
    {
        var tools = 0;
        var model = new ScriptedModel(
            (messages, _) =>
                messages[^1].Text.Contains("budget of this run", StringComparison.Ordinal)
                    ? ScriptedStep.Answer("that is all")
                    : ScriptedStep.Call("search", ("what", "more"))
        );
        var kernel = RouterKit.Kernel(
            router => router.Role("coder", role => role.Prefer("a")),
            ("a", new ScriptedChatClient(model))
        );
        kernel.Plugins.AddFromFunctions(
            "web",
            [
                KernelFunctionFactory.CreateFromMethod(
                    ([Description("what")] string what) =>
                        FormattableString.Invariant($"found {what} {++tools}"),
                    "search"
                ),
            ]
        );
        using var run = kernel
            .Router()
            .BeginRun("report", budgetUsd: 0.05m, onExhausted: OnExhausted.LastAnswer);
        var history = new ChatHistory("be brief");

        var answer = await kernel
            .Router()
            .GetChatMessageContentsAsync(
                history,
                new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() },
                kernel
            );

        answer[0].Content.ShouldBe("that is all");
        tools.ShouldBe(model.Requests - 1);
        model.Options[^1]!.MaxOutputTokens.ShouldBe(512);
        model.Options[^1]!.ToolMode.ShouldBe(ChatToolMode.None);
        model.Options[0]!.ToolMode.ShouldNotBe(ChatToolMode.None);
        history.ShouldNotContain(message =>
            message.Content!.Contains("budget of this run", StringComparison.Ordinal)
        );
        var record = (await kernel.RecordsAsync())[^1];
        record.Notes.ShouldContain(note =>
            note.StartsWith("last answer", StringComparison.Ordinal)
        );
        run.SpentUsd.ShouldBeLessThanOrEqualTo(0.05m);
    }

    [Fact]
    public async Task LastAnswer_SameAgentAgain_IsRefused()
    {
        var model = new ScriptedModel(ScriptedStep.Answer("that is all"));
        var kernel = RouterKit.Kernel(
            router => router.Role("coder", role => role.Prefer("a")),
            ("a", new ScriptedChatClient(model))
        );
        // Too little for 4,096 tokens of output, enough for 512 of them from what is held back.
        using var run = kernel
            .Router()
            .BeginRun("report", budgetUsd: 0.04m, onExhausted: OnExhausted.LastAnswer);

        (await RouterBudgetTests.AskAsync(kernel)).Notes.ShouldContain(note =>
            note.StartsWith("last answer", StringComparison.Ordinal)
        );
        await Should.ThrowAsync<BudgetExceededException>(() => RouterBudgetTests.AskAsync(kernel));

        model.Requests.ShouldBe(1);
    }
}
