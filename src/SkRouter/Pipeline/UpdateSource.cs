using Microsoft.Extensions.AI;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>A stream of a chat client.</summary>
internal sealed class UpdateSource(IAsyncEnumerator<ChatResponseUpdate> updates) : ChunkSource
{
    public override AnswerChunk Current => new(updates.Current);

    public override ValueTask<bool> MoveNextAsync() => updates.MoveNextAsync();

    public override ValueTask DisposeAsync() => updates.DisposeAsync();
}
