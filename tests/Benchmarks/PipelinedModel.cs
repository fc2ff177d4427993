using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Polly;

namespace SkRouter.Benchmarks;

using Answer = IReadOnlyList<ChatMessageContent>;

/// <summary>A model behind the pipeline that a developer would write by hand.</summary>
internal sealed class PipelinedModel(IChatCompletionService first, IChatCompletionService second)
    : IChatCompletionService
{
    private readonly ResiliencePipeline<Answer> _pipeline = BarePipeline.FallingBackTo(() =>
        new(second.GetChatMessageContentsAsync([]))
    );

    public IReadOnlyDictionary<string, object?> Attributes => first.Attributes;

    public Task<Answer> GetChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default
    ) =>
        _pipeline
            .ExecuteAsync(
                static (call, token) =>
                    new ValueTask<Answer>(
                        call.first.GetChatMessageContentsAsync(
                            call.chatHistory,
                            call.executionSettings,
                            call.kernel,
                            token
                        )
                    ),
                (first, chatHistory, executionSettings, kernel),
                cancellationToken
            )
            .AsTask();

    public IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        CancellationToken cancellationToken = default
    ) =>
        first.GetStreamingChatMessageContentsAsync(
            chatHistory,
            executionSettings,
            kernel,
            cancellationToken
        );
}
