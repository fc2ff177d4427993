using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>Pieces of a stream with another text than they came with.</summary>
internal static class ChunkText
{
    /// <summary>A piece that is nothing but a text, in the caller's language.</summary>
    public static AnswerChunk Of(ModelInvocationContext context, string text) =>
        context.Request.IsSemanticKernel
            ? new(
                new StreamingChatMessageContent(AuthorRole.Assistant, text)
                {
                    ModelId = context.Served?.Model,
                }
            )
            : new(new ChatResponseUpdate(ChatRole.Assistant, text));

    /// <summary>The piece with a text in place of its own.</summary>
    public static AnswerChunk With(AnswerChunk chunk, string text) =>
        chunk.Native is ChatResponseUpdate update
            ? new(Replace(update, text))
            : new(Replace((StreamingChatMessageContent)chunk.Native!, text));

    /// <summary>What a piece says beside its text; null if that is nothing.</summary>
    public static AnswerChunk? Without(AnswerChunk chunk) =>
        chunk.FinishReason is not null || chunk.Usage is not null ? With(chunk, "") : null;

    private static ChatResponseUpdate Replace(ChatResponseUpdate update, string text)
    {
        var copy = update.Clone();
        copy.RawRepresentation = null;
        copy.Contents =
        [
            .. text.Length == 0
                ? []
                : new AIContent[] { new Microsoft.Extensions.AI.TextContent(text) },
            .. update.Contents.Where(content => content is not Microsoft.Extensions.AI.TextContent),
        ];
        return copy;
    }

    private static StreamingChatMessageContent Replace(
        StreamingChatMessageContent content,
        string text
    )
    {
        var copy = new StreamingChatMessageContent(
            content.Role,
            text.Length == 0 ? null : text,
            innerContent: null,
            content.ChoiceIndex,
            content.ModelId,
            content.Encoding,
            content.Metadata
        );
        foreach (var item in content.Items.Where(item => item is not StreamingTextContent))
        {
            copy.Items.Add(item);
        }

        return copy;
    }
}
