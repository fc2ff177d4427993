using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Spend;

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
        var reasoning = written.Count("reasoning_tokens") ?? counts.Count("reasoning_tokens");
        var citations = counts.Count("citation_tokens");
        if (IsBeside(counts, written, input, output, reasoning))
        {
            output += reasoning;
        }
        // Perplexity counts the citations that it read beside the completion, and charges them as output.
        output += citations ?? 0;
        var details = new UsageDetails
        {
            InputTokenCount = input,
            OutputTokenCount = output,
            TotalTokenCount = citations is null ? total ?? input + output : input + output,
            ReasoningTokenCount = reasoning,
            CachedInputTokenCount =
                read.Count("cached_tokens")
                ?? counts.Count("prompt_cache_hit_tokens")
                ?? counts.Count("num_cached_tokens")
                ?? counts.Count("cached_prompt_text_tokens")
                ?? counts.Count("cached_tokens"),
            InputAudioTokenCount = read.Count("audio_tokens"),
            OutputAudioTokenCount = written.Count("audio_tokens"),
        };
        AddDetails(details, counts, read, written);
        details.Add(UsageUnit.Citation, citations);
        return details;
    }

    private static void AddDetails(
        UsageDetails details,
        JsonElement counts,
        JsonElement? read,
        JsonElement? written
    )
    {
        details.Add(UsageUnit.CacheWrite, read.Count("cache_write_tokens"));
        details.Add(UsageUnit.InputImage, read.Count("image_tokens"));
        details.Add(UsageUnit.InputVideo, read.Count("video_tokens"));
        details.Add(UsageUnit.OutputImage, written.Count("image_tokens"));
        details.Add(UsageUnit.OutputVideo, written.Count("video_tokens"));
        var cached = read.Member("cached_tokens_details");
        details.Add(UsageUnit.CacheReadAudio, cached.Count("audio_tokens"));
        details.Add(UsageUnit.CacheReadImage, cached.Count("image_tokens"));
        details.Add(
            UsageUnit.WebSearch,
            (counts.Member("server_tool_use_details") ?? counts.Member("server_tool_use")).Count(
                "web_search_requests"
            )
                ?? counts.Count("num_search_queries")
                ?? counts.Count("num_sources_used")
        );
    }

    /// <summary>xAI and Perplexity count reasoning beside the completion, the others within it: their total tells.</summary>
    private static bool IsBeside(
        JsonElement counts,
        JsonElement? written,
        long? input,
        long? output,
        long? reasoning
    ) =>
        reasoning > 0
        && (
            counts.Count("total_tokens") == input + output + reasoning
            || written.Count("reasoning_tokens") is null
                && (reasoning > output || counts.Count("num_search_queries") is not null)
        );
}
