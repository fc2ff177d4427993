using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Conversion;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>Pieces of a stream in the caller's language. Nothing is converted when caller and deployment speak the same.</summary>
internal sealed class ChunkTranslator(bool toSemanticKernel, StreamProgress progress)
{
    private int _nextCall;

    public AnswerChunk Translate(AnswerChunk chunk)
    {
        if (toSemanticKernel)
        {
            return chunk.Native is ChatResponseUpdate update
                ? new(ToStreamingContents.Convert(update, ref _nextCall))
                : chunk;
        }

        return chunk.Native is StreamingChatMessageContent content
            ? new(ToUpdates.Convert(content))
            : chunk;
    }

    /// <summary>Held pieces with tool calls in them. A chat client's callers expect whole calls, so fragments are joined.</summary>
    public IEnumerable<AnswerChunk> Release(IReadOnlyList<AnswerChunk> held)
    {
        var calls = toSemanticKernel ? [] : progress.ToolCalls();
        var given = calls.Count == 0;
        foreach (var chunk in held)
        {
            if (!given && chunk.FinishReason is not null)
            {
                given = true;
                yield return new(ToUpdates.ToolCalls(calls));
            }

            yield return Translate(chunk);
        }

        if (!given)
        {
            yield return new(ToUpdates.ToolCalls(calls));
        }
    }
}
