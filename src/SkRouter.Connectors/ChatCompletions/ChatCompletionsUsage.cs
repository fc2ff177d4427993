using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.ChatCompletions;

/// <summary>Reads the usage of any OpenAI-compatible provider into one normal form: input with cache, output with reasoning.</summary>
internal static class ChatCompletionsUsage
{
    public static UsageDetails? Read(JsonElement? usage)
    {
        if (usage is not { ValueKind: JsonValueKind.Object } counts)
        {
            return null;
        }
        var input = counts.Count("prompt_tokens");
        var output = counts.Count("completion_tokens");
        var total = counts.Count("total_tokens");
        var read = counts.Member("prompt_tokens_details");
        var written = counts.Member("completion_tokens_details");
        var reasoning = written.Count("reasoning_tokens");
        // xAI counts reasoning beside the completion, the others within it.
        if (reasoning > 0 && total == input + output + reasoning)
        {
            output += reasoning;
        }
        var details = new UsageDetails
        {
            InputTokenCount = input,
            OutputTokenCount = output,
            TotalTokenCount = total ?? input + output,
            ReasoningTokenCount = reasoning,
            CachedInputTokenCount =
                read.Count("cached_tokens")
                ?? counts.Count("prompt_cache_hit_tokens")
                ?? counts.Count("num_cached_tokens")
                ?? counts.Count("cached_tokens"),
            InputAudioTokenCount = read.Count("audio_tokens"),
            OutputAudioTokenCount = written.Count("audio_tokens"),
        };
        Add(details, ProviderFields.CacheCreation, read.Count("cache_write_tokens"));
        Add(
            details,
            ProviderFields.WebSearches,
            (counts.Member("server_tool_use_details") ?? counts.Member("server_tool_use")).Count(
                "web_search_requests"
            ) ?? counts.Count("num_sources_used")
        );
        return details;
    }

    private static void Add(UsageDetails details, string name, long? count)
    {
        if (count is > 0 and var value)
        {
            details.AdditionalCounts ??= [];
            details.AdditionalCounts[name] = value;
        }
    }
}
