using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Routing;
using SkRouter.Spend;

namespace SkRouter.Conversion;

/// <summary>Semantic Kernel's streamed piece as Microsoft.Extensions.AI has it. Fragments of tool calls are not in it: they are joined first.</summary>
internal static class ToUpdates
{
    public static ChatResponseUpdate Convert(StreamingChatMessageContent content)
    {
        var update = new ChatResponseUpdate
        {
            AuthorName = content.AuthorName,
            ModelId = content.ModelId,
            RawRepresentation = content.InnerContent,
            Role = content.Role is { } role ? new ChatRole(role.Label) : null,
            ResponseId = AnswerMetadata.ResponseId(content.Metadata),
        };
        foreach (var item in content.Items)
        {
            switch (item)
            {
                case StreamingTextContent { Text.Length: > 0 } text:
                    update.Contents.Add(new Microsoft.Extensions.AI.TextContent(text.Text));
                    break;
                case StreamingMediaContent media when Contents.ToAI(media.Content) is { } shown:
                    update.Contents.Add(shown);
                    break;
                case StreamingFileReferenceContent { FileId.Length: > 0 } file:
                    update.Contents.Add(new HostedFileContent(file.FileId));
                    break;
                case StreamingReasoningContent { Text.Length: > 0 } reasoning:
                    update.Contents.Add(new TextReasoningContent(reasoning.Text));
                    break;
            }
        }

        if (AnswerMetadata.Refusal(content.Metadata) is { } refusal)
        {
            update.Contents.Add(Refusals.Content(refusal));
        }

        if (AnswerMetadata.FinishReason(content.Metadata) is { } reason)
        {
            update.FinishReason = new ChatFinishReason(reason);
        }

        if (ToResponse.Usage(UsageReader.Read(AnswerMetadata.Usage(content.Metadata))) is { } usage)
        {
            update.Contents.Add(new UsageContent(usage));
        }

        if (content.Metadata?.GetValueOrDefault(Pipeline.DecisionRecord.MetadataKey) is { } record)
        {
            (update.AdditionalProperties ??= [])[Pipeline.DecisionRecord.MetadataKey] = record;
        }

        return update;
    }

    public static ChatResponseUpdate ToolCalls(
        IReadOnlyList<Microsoft.SemanticKernel.FunctionCallContent> calls
    )
    {
        var update = new ChatResponseUpdate { Role = ChatRole.Assistant };
        foreach (var call in calls)
        {
            update.Contents.Add(Contents.ToAI(call)!);
        }

        return update;
    }
}
