using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.Tests.Routing;

/// <summary>An answer is whole only if its end is a known good end, whatever service it came from and whoever asked.</summary>
public sealed class AnswerEndTests
{
    /// <summary>Ends that providers document as failures, and words that nobody knows.</summary>
    private static readonly string[] BadEnds =
    [
        "error", // OpenRouter, Mistral, Cohere
        "abort", // vLLM, SGLang
        "network_error", // GLM
        "insufficient_system_resource", // DeepSeek
        "OTHER", // Gemini
        "LANGUAGE",
        "FINISH_REASON_UNSPECIFIED",
        "MALFORMED_FUNCTION_CALL",
        "UNEXPECTED_TOOL_CALL",
        "MISSING_THOUGHT_SIGNATURE",
        "load", // Ollama
        "unload",
        "malformed_model_output", // Bedrock
        "USER_CANCEL", // Cohere
        "ERROR_LIMIT",
        "time_limit", // watsonx
        "cancelled",
        "failed",
        "frobnicated",
    ];

    private static readonly string[] ContentEnds =
    [
        "content_filter",
        "ContentFilter",
        "SAFETY",
        "RECITATION",
        "PROHIBITED_CONTENT",
        "SPII",
        "BLOCKLIST",
        "IMAGE_SAFETY",
        "refusal",
        "sensitive",
        "guardrail_intervened",
        "blacklist",
        "ERROR_TOXIC",
    ];

    private static readonly string[] GoodEnds =
    [
        "stop",
        "Stop",
        "STOP",
        "end_turn",
        "stop_sequence",
        "eos",
        "eos_token",
        "COMPLETE",
        "length",
        "MAX_TOKENS",
        "max_tokens",
        "model_length",
        "model_context_window_exceeded",
        "TokenLimitReached",
        "pause_turn",
        "compaction",
        "ALTERNATIVE_STATUS_FINAL",
    ];

    public static TheoryData<string, bool, bool, bool> Bad => Rows(BadEnds);

    public static TheoryData<string, bool, bool, bool> Content => Rows(ContentEnds);

    public static TheoryData<string, bool, bool, bool> Good => Rows(GoodEnds);

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Answer_BadEnd_FailsOverUnseen(
        string end,
        bool service,
        bool kernelFace,
        bool streamed
    )
    {
        var first = Ends("The first half", end);
        var kernel = Build(first, service, CommitOn.Completion);

        (await AskAsync(kernel, kernelFace, streamed)).ShouldBe("whole");

        var attempt = (await kernel.RecordsAsync()).ShouldHaveSingleItem().Attempts[0];
        attempt.FailureKind.ShouldNotBeNull().ShouldNotBe(FailureKind.ContentFiltered);
        attempt.Usage.ShouldNotBeNull().OutputTokens.ShouldBe(10);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Stream_BadEndAfterTheCommit_IsAnErrorAndNoEnd(
        string end,
        bool service,
        bool kernelFace,
        bool streamed
    )
    {
        if (!streamed)
        {
            return;
        }

        var seen = new List<string>();
        var kernel = Build(Ends("The first half", end), service, CommitOn.FirstToken);

        var error = await Should.ThrowAsync<RouterException>(() =>
            AskAsync(kernel, kernelFace, streamed: true, seen)
        );

        error.Code.ShouldBe(RouterErrorCode.StreamInterrupted);
        seen.ShouldBeEmpty("no finish reason may be shown");
    }

    [Theory]
    [MemberData(nameof(Content))]
    public async Task Answer_EndOfAContentRule_IsContentFilteredAndGoesToNobodyElse(
        string end,
        bool service,
        bool kernelFace,
        bool streamed
    )
    {
        foreach (var commitOn in new[] { CommitOn.FirstToken, CommitOn.Completion })
        {
            var kernel = Build(Ends("Some text first", end), service, commitOn);

            var error = await Should.ThrowAsync<RouterException>(() =>
                AskAsync(kernel, kernelFace, streamed)
            );

            error.Code.ShouldBe(RouterErrorCode.ContentFiltered);
            (await kernel.RecordsAsync()).ShouldHaveSingleItem().Attempts.ShouldHaveSingleItem();
        }
    }

    [Theory]
    [MemberData(nameof(Good))]
    public async Task Answer_GoodEnd_IsWhole(
        string end,
        bool service,
        bool kernelFace,
        bool streamed
    )
    {
        var kernel = Build(Ends("all of it", end), service, CommitOn.FirstToken);

        (await AskAsync(kernel, kernelFace, streamed)).ShouldBe("all of it");

        (await kernel.RecordsAsync()).ShouldHaveSingleItem().Attempts.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_ErrorContentBesideText_Fails(bool streamed)
    {
        var first = new ErrorClient();
        var kernel = RouterKit.Kernel(
            router =>
                router.Role(
                    "agent",
                    role => role.Prefer("first").FallBackTo("second").CommitOn(CommitOn.Completion)
                ),
            ("first", first),
            ("second", new ScriptedChatClient(ScriptedStep.Answer("whole")))
        );

        (await AskAsync(kernel, kernelFace: false, streamed)).ShouldBe("whole");

        (await kernel.RecordsAsync())
            .ShouldHaveSingleItem()
            .Attempts[0]
            .FailureKind.ShouldBe(FailureKind.Overloaded);
    }

    [Fact]
    public void Table_EveryLine_HasASource()
    {
        var lines = AnswerEnds.Lines().ToList();
        lines.ShouldAllBe(columns => columns.Length == 5 && columns[4].StartsWith("https://"));
        lines.Select(columns => (columns[0], columns[2])).Distinct().Count().ShouldBe(lines.Count);
    }

    private static TheoryData<string, bool, bool, bool> Rows(string[] ends)
    {
        var rows = new TheoryData<string, bool, bool, bool>();
        foreach (var end in ends)
        foreach (var service in new[] { false, true })
        foreach (var kernelFace in new[] { false, true })
        foreach (var streamed in new[] { false, true })
        {
            rows.Add(end, service, kernelFace, streamed);
        }

        return rows;
    }

    private static ScriptedStep Ends(string text, string end) =>
        new() { Text = text, FinishReason = end };

    private static Kernel Build(ScriptedStep step, bool service, CommitOn commitOn) =>
        RouterKit.Kernel(
            router =>
                router.Role(
                    "agent",
                    role => role.Prefer("first").FallBackTo("second").CommitOn(commitOn)
                ),
            ("first", service ? new ScriptedChatService(step) : new ScriptedChatClient(step)),
            ("second", new ScriptedChatClient(ScriptedStep.Answer("whole")))
        );

    private static async Task<string> AskAsync(
        Kernel kernel,
        bool kernelFace,
        bool streamed,
        List<string>? ends = null
    )
    {
        var router = kernel.Router();
        if (!kernelFace)
        {
            return streamed
                ? await TextAsync(router.GetStreamingResponseAsync("hello"), ends)
                : (await router.GetResponseAsync("hello")).Text;
        }

        IChatCompletionService service = router;
        if (!streamed)
        {
            return (await service.GetChatMessageContentAsync("hello", kernel: kernel)).Content
                ?? "";
        }

        var text = "";
        await foreach (
            var piece in service.GetStreamingChatMessageContentsAsync("hello", kernel: kernel)
        )
        {
            text += piece.Content;
            if (piece.Metadata?.GetValueOrDefault("FinishReason") is { } finish)
            {
                ends?.Add(finish.ToString()!);
            }
        }

        return text;
    }

    private static async Task<string> TextAsync(
        IAsyncEnumerable<ChatResponseUpdate> updates,
        List<string>? ends
    )
    {
        var text = "";
        await foreach (var update in updates)
        {
            text += update.Text;
            if (update.FinishReason is { } finish)
            {
                ends?.Add(finish.Value);
            }
        }

        return text;
    }

    private sealed class ErrorClient()
        : DelegatingChatClient(new ScriptedChatClient(ScriptedStep.Answer("never asked")))
    {
        private static readonly ErrorContent Error = new("The engine is currently overloaded");

        public override Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default
        ) =>
            Task.FromResult(
                new ChatResponse(
                    new ChatMessage(
                        ChatRole.Assistant,
                        [new Microsoft.Extensions.AI.TextContent("half"), Error]
                    )
                )
                {
                    FinishReason = ChatFinishReason.Stop,
                }
            );

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation]
                CancellationToken cancellationToken = default
        )
        {
            await Task.Yield();
            yield return new(ChatRole.Assistant, "half");
            yield return new(ChatRole.Assistant, [Error]);
        }
    }
}
