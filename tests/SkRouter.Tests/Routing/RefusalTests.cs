using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Pipeline;
using SkRouter.TestKit;

namespace SkRouter.Tests.Routing;

/// <summary>A model that refuses has answered: nobody else is asked, and both faces show what it said.</summary>
public sealed class RefusalTests
{
    private const string Said = "I cannot help with that.";

    private readonly ScriptedModel _second = new(ScriptedStep.Answer("from the second"));

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task ChatClient_ModelRefuses_GetsTheRefusal(bool service, bool streamed)
    {
        var kernel = Build(service);
        var router = kernel.Router();

        var answer = streamed
            ? await router.GetStreamingResponseAsync("hello").ToChatResponseAsync()
            : await router.GetResponseAsync("hello");

        string.Concat(
                answer
                    .Messages.SelectMany(message => message.Contents)
                    .OfType<ErrorContent>()
                    .Where(content => content.ErrorCode == "Refusal")
                    .Select(content => content.Message)
            )
            .ShouldBe(Said);
        await ShouldBeServedByTheFirstAsync(kernel);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Kernel_ModelRefuses_GetsTheRefusal(bool service)
    {
        var kernel = Build(service);

        var answer = await kernel.Router().GetChatMessageContentAsync("hello", kernel: kernel);

        answer.Metadata!["Refusal"].ShouldBe(Said);
        await ShouldBeServedByTheFirstAsync(kernel);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task KernelStream_ModelRefuses_GetsTheRefusal(bool service)
    {
        var kernel = Build(service);
        var said = "";

        await foreach (
            var piece in kernel
                .Router()
                .GetStreamingChatMessageContentsAsync("hello", kernel: kernel)
        )
        {
            said += piece.Metadata?.GetValueOrDefault("RefusalUpdate");
        }

        said.ShouldBe(Said);
        await ShouldBeServedByTheFirstAsync(kernel);
    }

    private async Task ShouldBeServedByTheFirstAsync(Kernel kernel)
    {
        var record = (await kernel.RecordsAsync()).ShouldHaveSingleItem();
        record.Outcome.ShouldBe(RoundTripOutcome.Answered);
        record.Deployment.ShouldBe("first");
        record.Attempts.ShouldHaveSingleItem();
        _second.Requests.ShouldBe(0);
    }

    private Kernel Build(bool service) =>
        RouterKit.Kernel(
            router => router.Role("agent", role => role.Prefer("first").FallBackTo("second")),
            ("first", service ? new RefusingService() : new RefusingClient()),
            ("second", new ScriptedChatClient(_second))
        );

    /// <summary>As Microsoft.Extensions.AI's clients show a refusal.</summary>
    private sealed class RefusingClient : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default
        ) =>
            Task.FromResult(
                new ChatResponse(new ChatMessage(ChatRole.Assistant, [Refusal(Said)]))
                {
                    FinishReason = ChatFinishReason.Stop,
                }
            );

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default
        )
        {
            await Task.CompletedTask;
            yield return new(ChatRole.Assistant, [Refusal(Said[..5])]);
            yield return new(ChatRole.Assistant, [Refusal(Said[5..])]);
            yield return new() { FinishReason = ChatFinishReason.Stop };
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() { }

        private static ErrorContent Refusal(string text) => new(text) { ErrorCode = "Refusal" };
    }

    /// <summary>As Semantic Kernel's OpenAI connector shows a refusal.</summary>
    private sealed class RefusingService : IChatCompletionService
    {
        public IReadOnlyDictionary<string, object?> Attributes { get; } =
            new Dictionary<string, object?>();

        public Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
            ChatHistory chatHistory,
            PromptExecutionSettings? executionSettings = null,
            Kernel? kernel = null,
            CancellationToken cancellationToken = default
        ) =>
            Task.FromResult<IReadOnlyList<ChatMessageContent>>([
                new(
                    AuthorRole.Assistant,
                    content: null,
                    metadata: Metadata("Refusal", Said, "Stop")
                ),
            ]);

        public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
            ChatHistory chatHistory,
            PromptExecutionSettings? executionSettings = null,
            Kernel? kernel = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default
        )
        {
            await Task.CompletedTask;
            yield return Piece(Said[..5], null);
            yield return Piece(Said[5..], null);
            yield return Piece(null, "Stop");
        }

        private static StreamingChatMessageContent Piece(string? refusal, string? finish) =>
            new(
                AuthorRole.Assistant,
                content: null,
                metadata: Metadata("RefusalUpdate", refusal, finish)
            );

        private static Dictionary<string, object?> Metadata(
            string key,
            string? refusal,
            string? finish
        ) => new() { [key] = refusal, ["FinishReason"] = finish };
    }
}
