using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Resilience;
using SkRouter.TestKit;
using SkRouter.Tests.Parity;

namespace SkRouter.Tests.Routing;

/// <summary>A service that never says why an answer ended is a valid one; one that always does has broken off where it does not.</summary>
public sealed class MissingFinishReasonTests
{
    private static readonly ScriptedStep Silent = ScriptedStep.Answer("all of it") with
    {
        FinishReason = null,
    };

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(true, true, true)]
    [InlineData(false, false, true)]
    [InlineData(false, true, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, false)]
    [InlineData(false, false, false)]
    [InlineData(false, true, false)]
    public async Task Answer_OfAServiceThatNeverSays_IsWhole(
        bool service,
        bool streamed,
        bool semanticKernel
    )
    {
        var kernel = KernelOver(service, Silent);

        (await AskAsync(kernel, streamed, semanticKernel)).ShouldBe("all of it");
        (await AskAsync(kernel, streamed, semanticKernel)).ShouldBe("all of it");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task ToolCall_OfAServiceThatNeverSays_RunsTheTool(bool service, bool streamed)
    {
        var kernel = KernelOver(
            service,
            ScriptedStep.Call("Charge", ("order", "one")) with
            {
                FinishReason = null,
            },
            Silent
        );
        var till = new Till();
        kernel.Plugins.AddFromObject(till, "Till");

        (await AskAsync(kernel, streamed, semanticKernel: true)).ShouldEndWith("all of it");
        till.Receipts.ShouldBe(["one"]);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task Answer_OfAServiceThatHasSaid_BrokeOffWhereItDoesNot(
        bool service,
        bool streamed
    )
    {
        var kernel = KernelOver(service, ScriptedStep.Answer("first"), Silent);
        await AskAsync(kernel, streamed, semanticKernel: true);

        await Should.ThrowAsync<RouterException>(() =>
            AskAsync(kernel, streamed, semanticKernel: true)
        );
    }

    [Theory]
    [InlineData(Backend.ChatService)]
    [InlineData(Backend.ChatClient)]
    public async Task Stream_OfAConnectorThatAlwaysSays_BrokeOffWhereItDoesNot(Backend backend)
    {
        var run = new ParityRun(backend, streamed: true, routed: true);
        await run.RunAsync(
            new WireModel(WireModel.Text("half")) { FinishReason = "null" },
            KernelPluginFactory.CreateFromType<Till>()
        );

        run.Seen.ShouldContain(line =>
            line.Contains("finish reason", StringComparison.Ordinal)
            && line.StartsWith("error: RouterException", StringComparison.Ordinal)
        );
    }

    private static Kernel KernelOver(bool service, params ScriptedStep[] steps) =>
        RouterKit.Kernel(
            router =>
            {
                router.Deployment(
                    "foreign",
                    deployment => deployment.Options.RequiresFinishReason = null
                );
                router.Role("role", role => role.Prefer("foreign"));
            },
            (
                "foreign",
                service
                    ? new ScriptedChatService(new ScriptedModel(steps))
                    : new ScriptedChatClient(new ScriptedModel(steps))
            )
        );

    private static async Task<string> AskAsync(Kernel kernel, bool streamed, bool semanticKernel)
    {
        var router = kernel.Router();
        if (!semanticKernel)
        {
            return streamed
                ? (await router.GetStreamingResponseAsync("question").ToChatResponseAsync()).Text
                : (await router.GetResponseAsync("question")).Text;
        }

        var history = new ChatHistory();
        history.AddUserMessage("question");
        var settings = new PromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
        };
        if (!streamed)
        {
            return (await router.GetChatMessageContentAsync(history, settings, kernel)).Content!;
        }

        var text = "";
        await foreach (
            var piece in router.GetStreamingChatMessageContentsAsync(history, settings, kernel)
        )
        {
            text += piece.Content;
        }

        return text;
    }
}
