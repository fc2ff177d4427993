using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SkRouter.Benchmarks;

/// <summary>A model in memory whose answer is ready: what is measured around it is not its own.</summary>
internal sealed class ReadyModel(int chunks = 1) : IChatCompletionService
{
    private static readonly Dictionary<string, object?> Ending = new()
    {
        ["FinishReason"] = "Stop",
        ["Usage"] = new UsageDetails { InputTokenCount = 10, OutputTokenCount = 2 },
    };

    private readonly StreamingChatMessageContent _word = new(AuthorRole.Assistant, "word ");
    private readonly StreamingChatMessageContent _end = new(
        AuthorRole.Assistant,
        "end",
        metadata: Ending
    );

    private readonly Task<IReadOnlyList<ChatMessageContent>> _answer = Task.FromResult<
        IReadOnlyList<ChatMessageContent>
    >([new(AuthorRole.Assistant, "An answer.", modelId: "ready", metadata: Ending)]);

    public IReadOnlyDictionary<string, object?> Attributes { get; } =
        new Dictionary<string, object?>();

    public Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default
    ) => _answer;

    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation]
            CancellationToken cancellationToken = default
    )
    {
        for (var i = 1; i < chunks; i++)
        {
            yield return _word;
        }

        await Task.CompletedTask;
        yield return _end;
    }
}
