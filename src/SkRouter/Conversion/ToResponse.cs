using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkRouter.Routing;
using SkRouter.Spend;

namespace SkRouter.Conversion;

/// <summary>Semantic Kernel's answer as Microsoft.Extensions.AI has it; unlike the stock adapter it keeps usage, finish reason and id.</summary>
internal static class ToResponse
{
    public static ChatResponse Convert(IReadOnlyList<ChatMessageContent> contents)
    {
        var response = new ChatResponse();
        foreach (var content in contents)
        {
            var message = ToMessages.Convert(content);
            message.RawRepresentation = content.InnerContent;
            if (AnswerMetadata.Refusal(content.Metadata) is { } refusal)
            {
                message.Contents.Add(Refusals.Content(refusal));
            }

            response.Messages.Add(message);
        }

        if (contents.Count == 0)
        {
            return response;
        }

        var first = contents[0];
        response.ModelId = first.ModelId;
        response.RawRepresentation = first.InnerContent;
        response.ResponseId = AnswerMetadata.ResponseId(first.Metadata);
        response.FinishReason = AnswerMetadata.FinishReason(first.Metadata) is { } reason
            ? new ChatFinishReason(reason)
            : null;
        response.Usage = Usage(UsageReader.Read(AnswerMetadata.Usage(first.Metadata)));
        return response;
    }

    public static UsageDetails? Usage(TokenUsage? usage)
    {
        if (usage is null)
        {
            return null;
        }

        var details = new UsageDetails
        {
            InputTokenCount = usage.InputTokens,
            OutputTokenCount = usage.OutputTokens,
            TotalTokenCount = usage.InputTokens + usage.OutputTokens,
            CachedInputTokenCount = usage.CacheReadTokens,
            ReasoningTokenCount = usage.ReasoningTokens,
        };
        if (usage is { IsPlain: true, CacheWriteTokens: 0 })
        {
            return details;
        }

        details.InputAudioTokenCount = usage.InputAudioTokens;
        details.OutputAudioTokenCount = usage.OutputAudioTokens;
        for (var unit = UsageUnit.Input; unit < UsageUnit.Request; unit++)
        {
            if (
                unit
                    is not (
                        UsageUnit.CacheRead
                        or UsageUnit.Reasoning
                        or UsageUnit.InputAudio
                        or UsageUnit.OutputAudio
                    )
                && UsageCountNames.Of(unit) is { } name
                && usage.Of(unit) is > 0 and var count
            )
            {
                details.AdditionalCounts ??= [];
                details.AdditionalCounts[name] = count;
            }
        }

        return details;
    }
}
