using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SkRouter.Conversion;

/// <summary>A chat client's answer as Semantic Kernel has it.</summary>
internal static class ToContents
{
    public static IReadOnlyList<ChatMessageContent> Convert(ChatResponse response)
    {
        // A single round trip is one answer, even when a client spreads it over several messages.
        var content = new ChatMessageContent
        {
            Role = AuthorRole.Assistant,
            ModelId = response.ModelId,
            InnerContent = response.RawRepresentation,
            Metadata = MetadataOf(response),
        };
        foreach (var message in response.Messages)
        {
            content.AuthorName ??= message.AuthorName;
            foreach (var item in message.Contents)
            {
                if (item is Microsoft.Extensions.AI.TextContent text && Joins(content, text))
                {
                    continue;
                }

                if (Contents.ToKernel(item, static _ => null) is { } converted)
                {
                    converted.ModelId = response.ModelId;
                    content.Items.Add(converted);
                }
            }
        }

        return [content];
    }

    /// <summary>
    /// Adds a text to the one before it if neither carries anything. A provider may split its answer into several texts, and the content of a message is the
    /// first one only.
    /// </summary>
    private static bool Joins(ChatMessageContent content, Microsoft.Extensions.AI.TextContent text)
    {
        if (
            content.Items.LastOrDefault()
                is not Microsoft.SemanticKernel.TextContent { Metadata: null } before
            || ProviderMarks.Of(text) is not null
        )
        {
            return false;
        }

        before.Text += text.Text;
        return true;
    }

    private static Dictionary<string, object?> MetadataOf(ChatResponse response)
    {
        var metadata = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in response.AdditionalProperties ?? [])
        {
            metadata[key] = value;
        }

        metadata["Id"] = response.ResponseId;
        metadata["CreatedAt"] = response.CreatedAt;
        metadata["FinishReason"] = response.FinishReason?.Value;
        metadata["Usage"] = response.Usage;
        var refusals = response
            .Messages.SelectMany(message => message.Contents)
            .Select(Refusals.Text)
            .OfType<string>()
            .ToList();
        if (refusals.Count > 0)
        {
            metadata["Refusal"] = string.Concat(refusals);
        }

        return metadata;
    }
}
