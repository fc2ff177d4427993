using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.Tests.Conversion;

/// <summary>Images, audio and files that a model streams arrive on both faces.</summary>
public sealed class StreamedMediaTests
{
    private static readonly byte[] Bytes = [1, 2, 3];

    [Fact]
    public async Task Stream_WithMedia_ReachesSemanticKernel()
    {
        var items = new List<StreamingKernelContent>();
        await foreach (
            var piece in KernelOver(new Painter())
                .Router()
                .GetStreamingChatMessageContentsAsync(new ChatHistory("paint"))
        )
        {
            items.AddRange(piece.Items);
        }

        var media = items.OfType<StreamingMediaContent>().ToList();
        media.Count.ShouldBe(3);
        media[0].Content.ShouldBeOfType<ImageContent>().Data!.Value.ToArray().ShouldBe(Bytes);
        media[0].Content.MimeType.ShouldBe("image/png");
        media[0].ToByteArray().ShouldBe(Bytes);
        media[1].Content.ShouldBeOfType<ImageContent>().Uri.ShouldBe(new("https://a.test/b.png"));
        media[1].ToString().ShouldBe("https://a.test/b.png");
        media[2].Content.ShouldBeOfType<AudioContent>().Data!.Value.ToArray().ShouldBe(Bytes);
        items.OfType<StreamingFileReferenceContent>().ShouldHaveSingleItem().FileId.ShouldBe("f-1");
    }

    [Fact]
    public async Task Stream_WithMedia_ReachesChatClientsThroughSemanticKernel()
    {
        // A router over a router: the inner one is a chat completion service.
        var inner = KernelOver(new Painter()).Router();
        var contents = new List<AIContent>();
        await foreach (
            var update in KernelOver(new OnlyService(inner))
                .Router()
                .GetStreamingResponseAsync("paint")
        )
        {
            contents.AddRange(update.Contents);
        }

        contents
            .OfType<DataContent>()
            .Select(data => data.MediaType)
            .ShouldBe(["image/png", "audio/wav"]);
        contents
            .OfType<UriContent>()
            .ShouldHaveSingleItem()
            .Uri.ShouldBe(new("https://a.test/b.png"));
        contents.OfType<HostedFileContent>().ShouldHaveSingleItem().FileId.ShouldBe("f-1");
    }

    private static Kernel KernelOver(object model) =>
        RouterKit.Kernel(
            router => router.Role("role", role => role.Prefer("painter")),
            ("painter", model)
        );

    private sealed class OnlyService(IChatCompletionService service) : IChatCompletionService
    {
        public IReadOnlyDictionary<string, object?> Attributes => service.Attributes;

        public Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
            ChatHistory chatHistory,
            PromptExecutionSettings? executionSettings = null,
            Kernel? kernel = null,
            CancellationToken cancellationToken = default
        ) =>
            service.GetChatMessageContentsAsync(
                chatHistory,
                executionSettings,
                kernel,
                cancellationToken
            );

        public IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
            ChatHistory chatHistory,
            PromptExecutionSettings? executionSettings = null,
            Kernel? kernel = null,
            CancellationToken cancellationToken = default
        ) =>
            service.GetStreamingChatMessageContentsAsync(
                chatHistory,
                executionSettings,
                kernel,
                cancellationToken
            );
    }

    private sealed class Painter : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default
        ) => throw new InvalidOperationException("This model only streams.");

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default
        )
        {
            yield return new(ChatRole.Assistant, [new DataContent(Bytes, "image/png")]);
            await Task.Yield();
            yield return new(
                ChatRole.Assistant,
                [new UriContent(new Uri("https://a.test/b.png"), "image/png")]
            );
            yield return new(ChatRole.Assistant, [new DataContent(Bytes, "audio/wav")]);
            yield return new(ChatRole.Assistant, [new HostedFileContent("f-1")])
            {
                FinishReason = ChatFinishReason.Stop,
            };
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() { }
    }
}
