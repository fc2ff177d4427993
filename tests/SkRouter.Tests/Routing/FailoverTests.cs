using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Pipeline;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.Tests.Routing;

public sealed class FailoverTests
{
    public static TheoryData<string, string, bool> Languages =>
        new()
        {
            { "service", "service", true },
            { "service", "client", true },
            { "client", "service", true },
            { "client", "client", true },
            { "service", "service", false },
            { "service", "client", false },
            { "client", "service", false },
            { "client", "client", false },
        };

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Answer_FirstCandidateFails_ComesFromTheSecond(
        string first,
        string second,
        bool streamed
    )
    {
        var bad = Make(
            first,
            ScriptedStep.Throw(
                new HttpRequestException("down", null, System.Net.HttpStatusCode.NotFound)
            )
        );
        var good = Make(second, ScriptedStep.Answer("the good answer"));
        var kernel = RouterKit.Kernel(
            router => router.Role("writer", role => role.Prefer("bad").FallBackTo("good")),
            ("bad", bad),
            ("good", good)
        );

        var sk = await AskSemanticKernelAsync(kernel, streamed);
        sk.Text.ShouldBe("the good answer");
        sk.Record!.Deployment.ShouldBe("good");
        sk.Record.FellBack.ShouldBeTrue();
        sk.Record.Attempts.Count.ShouldBe(2);
        sk.Record.Attempts[0].FailureKind.ShouldBe(FailureKind.ModelNotFound);
        sk.Record.Usage.InputTokens.ShouldBe(100);
        sk.Record.CostUsd.ShouldBe((100m * 1 + 10m * 10) / 1_000_000m);

        var ai = await AskChatClientAsync(kernel, streamed);
        ai.Text.ShouldBe("the good answer");
        ai.FinishReason.ShouldBe(ChatFinishReason.Stop);
        ai.Usage!.OutputTokenCount.ShouldBe(10);
    }

    private static object Make(string kind, params ScriptedStep[] steps) =>
        kind == "service" ? new ScriptedChatService(steps) : new ScriptedChatClient(steps);

    private static async Task<(string Text, DecisionRecord? Record)> AskSemanticKernelAsync(
        Kernel kernel,
        bool streamed
    )
    {
        var service = kernel.GetRequiredService<IChatCompletionService>("writer");
        var history = new ChatHistory("be brief");
        history.AddUserMessage("say something");
        if (!streamed)
        {
            var content = await service.GetChatMessageContentAsync(history, kernel: kernel);
            return (
                content.Content!,
                (DecisionRecord?)content.Metadata![DecisionRecord.MetadataKey]
            );
        }

        var text = "";
        DecisionRecord? record = null;
        await foreach (
            var piece in service.GetStreamingChatMessageContentsAsync(history, kernel: kernel)
        )
        {
            text += piece.Content;
            record ??=
                piece.Metadata?.GetValueOrDefault(DecisionRecord.MetadataKey) as DecisionRecord;
        }

        return (text, record);
    }

    private static async Task<ChatResponse> AskChatClientAsync(Kernel kernel, bool streamed)
    {
        IChatClient client = kernel.Router().ForRole("writer");
        return streamed
            ? await client.GetStreamingResponseAsync("say something").ToChatResponseAsync()
            : await client.GetResponseAsync("say something");
    }
}
