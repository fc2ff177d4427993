using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Responses;

internal static class ResponsesUsage
{
    public static UsageDetails? Read(JsonElement answer)
    {
        if (answer.Member("usage") is not { ValueKind: JsonValueKind.Object } usage)
        {
            return null;
        }
        var read = usage.Member("input_tokens_details");
        var details = new UsageDetails
        {
            InputTokenCount = usage.Count("input_tokens"),
            OutputTokenCount = usage.Count("output_tokens"),
            TotalTokenCount = usage.Count("total_tokens"),
            CachedInputTokenCount = read.Count("cached_tokens"),
            ReasoningTokenCount = usage.Member("output_tokens_details").Count("reasoning_tokens"),
        };
        Add(details, ProviderFields.CacheCreation, read.Count("cache_write_tokens"));
        Add(
            details,
            ProviderFields.WebSearches,
            answer.Member("tool_usage").Member("web_search").Count("num_requests")
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
