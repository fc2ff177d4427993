using System.Net;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SkRouter.Benchmarks;

/// <summary>A model that throws what Semantic Kernel's OpenAI connector throws for a 503.</summary>
internal sealed class FailingModel : IChatCompletionService
{
    public IReadOnlyDictionary<string, object?> Attributes { get; } =
        new Dictionary<string, object?>();

    public Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromException<IReadOnlyList<ChatMessageContent>>(
            new HttpOperationException(
                HttpStatusCode.ServiceUnavailable,
                "{}",
                "Service unavailable",
                null
            )
        );

    public IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default
    ) => throw new HttpOperationException("Service unavailable");
}
