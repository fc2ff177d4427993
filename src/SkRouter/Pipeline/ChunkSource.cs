using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>A deployment's stream, whichever language it speaks.</summary>
internal abstract class ChunkSource : IAsyncDisposable
{
    public abstract AnswerChunk Current { get; }

    public abstract ValueTask<bool> MoveNextAsync();

    public abstract ValueTask DisposeAsync();
}
