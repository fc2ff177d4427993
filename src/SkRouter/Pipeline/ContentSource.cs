using Microsoft.SemanticKernel;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>A stream of a chat completion service.</summary>
internal sealed class ContentSource(IAsyncEnumerator<StreamingChatMessageContent> contents)
    : ChunkSource
{
    public override AnswerChunk Current => new(contents.Current);

    public override ValueTask<bool> MoveNextAsync() => contents.MoveNextAsync();

    public override ValueTask DisposeAsync() => contents.DisposeAsync();
}
