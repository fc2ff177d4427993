using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>The last, empty piece of a stream: it carries the record, which cannot be complete any earlier.</summary>
internal static class RecordChunk
{
    public static AnswerChunk For(ModelInvocationContext context)
    {
        var record = context.Record;
        if (context.Request.IsSemanticKernel)
        {
            return new(
                new StreamingChatMessageContent(
                    role: null,
                    content: null,
                    modelId: record?.Model,
                    metadata: new RecordedMetadata(provider: null, record)
                )
            );
        }

        return new(
            new ChatResponseUpdate
            {
                AdditionalProperties = new() { [DecisionRecord.MetadataKey] = record },
            }
        );
    }
}
