using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Spend;

namespace SkRouter.Connectors.Responses;

/// <summary>Reads the usage of a response, and of the tools that OpenAI ran for it.</summary>
internal static class ResponsesUsage
{
    /// <summary>The model of the image generation tool, unless the request names another.</summary>
    private const string UsualImageModel = "gpt-image-1";

    public static UsageDetails? Read(JsonElement answer)
    {
        if (answer.Member("usage") is not { ValueKind: JsonValueKind.Object } usage)
        {
            return null;
        }
        var read = usage.Member("input_tokens_details");
        var written = usage.Member("output_tokens_details");
        var details = new UsageDetails
        {
            InputTokenCount = usage.Count("input_tokens"),
            OutputTokenCount = usage.Count("output_tokens"),
            TotalTokenCount = usage.Count("total_tokens"),
            CachedInputTokenCount = read.Count("cached_tokens"),
            ReasoningTokenCount = written.Count("reasoning_tokens"),
            InputAudioTokenCount = read.Count("audio_tokens"),
            OutputAudioTokenCount = written.Count("audio_tokens"),
        };
        details.Add(UsageUnit.CacheWrite, read.Count("cache_write_tokens"));
        details.Add(UsageUnit.InputImage, read.Count("image_tokens"));
        details.Add(UsageUnit.OutputImage, written.Count("image_tokens"));
        var cached = read.Member("cached_tokens_details");
        details.Add(UsageUnit.CacheReadAudio, cached.Count("audio_tokens"));
        details.Add(UsageUnit.CacheReadImage, cached.Count("image_tokens"));
        details.Add(
            UsageUnit.WebSearch,
            answer.Member("tool_usage").Member("web_search").Count("num_requests")
                ?? Calls(answer, "web_search_call")
        );
        return details;
    }

    /// <summary>What the image generation tool's own model consumed, which is not in the sums at the top.</summary>
    public static IReadOnlyDictionary<string, UsageDetails>? OtherModels(JsonElement answer)
    {
        if (answer.Member("tool_usage").Member("image_gen") is not { } usage)
        {
            return null;
        }
        var read = usage.Member("input_tokens_details");
        var details = new UsageDetails
        {
            InputTokenCount = usage.Count("input_tokens"),
            OutputTokenCount = usage.Count("output_tokens"),
        };
        if (details.OutputTokenCount is not > 0)
        {
            return null;
        }
        details.Add(UsageUnit.InputImage, read.Count("image_tokens"));
        details.Add(
            UsageUnit.OutputImage,
            usage.Member("output_tokens_details").Count("image_tokens")
        );
        var tool = answer
            .Items("tools")
            .FirstOrDefault(static tool => tool.Text("type") is "image_generation");
        return new Dictionary<string, UsageDetails>(StringComparer.Ordinal)
        {
            [tool.Text("model") ?? UsualImageModel] = details,
        };
    }

    /// <summary>Searches that only the answer's own items show.</summary>
    private static long? Calls(JsonElement answer, string type)
    {
        long calls = answer
            .Items("output")
            .Count(item =>
                item.Text("type") == type
                && item.Text("status") is not "failed"
                && item.Member("action").Text("type") is (null or "search")
            );
        return calls > 0 ? calls : null;
    }
}
