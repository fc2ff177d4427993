using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Routing;

namespace SkRouter.Conversion;

/// <summary>A chat client's update as Semantic Kernel has it.</summary>
internal static class ToStreamingContents
{
    public static StreamingChatMessageContent Convert(ChatResponseUpdate update, ref int nextCall)
    {
        var content = new StreamingChatMessageContent(
            update.Role is { } role ? new AuthorRole(role.Value) : null,
            content: null,
            innerContent: update.RawRepresentation,
            choiceIndex: 0,
            modelId: update.ModelId,
            metadata: MetadataOf(update)
        )
        {
            AuthorName = update.AuthorName,
        };
        foreach (var item in update.Contents)
        {
            switch (item)
            {
                case Microsoft.Extensions.AI.TextContent text:
                    content.Items.Add(
                        new StreamingTextContent(
                            text.Text,
                            0,
                            update.ModelId,
                            metadata: ProviderMarks.Of(text)
                        )
                    );
                    break;
                case ErrorContent when Refusals.Text(item) is { } refusal:
                    content.Items.Add(new StreamingTextContent(refusal, 0, update.ModelId));
                    break;
                case TextReasoningContent reasoning:
                    content.Items.Add(
                        new StreamingReasoningContent(reasoning.Text)
                        {
                            Metadata = ProviderMarks.Of(reasoning),
                        }
                    );
                    break;
                case DataContent
                or UriContent when Contents.ToKernel(item, static _ => null) is BinaryContent media:
                    content.Items.Add(new StreamingMediaContent(media, update.ModelId));
                    break;
                case HostedFileContent file:
                    content.Items.Add(new StreamingFileReferenceContent(file.FileId));
                    break;
                case Microsoft.Extensions.AI.FunctionCallContent call:
                    content.Items.Add(
                        new WholeCallUpdate(call, ToolArguments.Text(call), nextCall++)
                        {
                            InnerContent = call.RawRepresentation,
                            Metadata = ProviderMarks.Of(call),
                        }
                    );
                    break;
            }
        }

        return content;
    }

    private static Dictionary<string, object?> MetadataOf(ChatResponseUpdate update)
    {
        var metadata = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in update.AdditionalProperties ?? [])
        {
            metadata[key] = value;
        }

        metadata["CompletionId"] = update.ResponseId;
        metadata["CreatedAt"] = update.CreatedAt;
        metadata["FinishReason"] = update.FinishReason?.Value;
        foreach (var item in update.Contents)
        {
            if (item is UsageContent usage)
            {
                metadata["Usage"] = usage.Details;
            }
            else if (Refusals.Text(item) is { } refusal)
            {
                metadata["RefusalUpdate"] = refusal;
            }
        }

        return metadata;
    }
}
