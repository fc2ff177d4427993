using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Google;

/// <summary>Gemini counts thoughts beside the answer and the input of its own tools beside the prompt; the normal form counts both within.</summary>
internal static class GeminiUsage
{
    public static UsageDetails? Read(JsonElement? usage)
    {
        if (usage is not { ValueKind: JsonValueKind.Object } counts)
        {
            return null;
        }
        var tools = counts.Count("toolUsePromptTokenCount") ?? 0;
        var thoughts = counts.Count("thoughtsTokenCount");
        var details = new UsageDetails
        {
            InputTokenCount = counts.Count("promptTokenCount") + tools,
            OutputTokenCount = (counts.Count("candidatesTokenCount") ?? 0) + (thoughts ?? 0),
            TotalTokenCount = counts.Count("totalTokenCount"),
            CachedInputTokenCount = counts.Count("cachedContentTokenCount"),
            ReasoningTokenCount = thoughts,
            InputAudioTokenCount = Audio(counts, "promptTokensDetails"),
            OutputAudioTokenCount = Audio(counts, "candidatesTokensDetails"),
        };
        if (tools > 0)
        {
            details.AdditionalCounts = new() { [ProviderFields.ToolUseInput] = tools };
        }
        return details;
    }

    private static long? Audio(JsonElement counts, string name)
    {
        var sum = counts
            .Items(name)
            .Where(static detail => detail.Text("modality") is "AUDIO")
            .Sum(static detail => detail.Count("tokenCount") ?? 0);
        return sum > 0 ? sum : null;
    }
}
