using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Anthropic;

/// <summary>Anthropic counts cached input beside the rest; the normal form counts it within.</summary>
internal static class AnthropicUsage
{
    /// <param name="usage">The last counts of the answer.</param>
    /// <param name="first">What a stream said at its start: only there the cache writes are told apart by lifetime.</param>
    public static UsageDetails? Read(JsonElement? usage, JsonElement? first = null)
    {
        if ((usage ?? first) is null)
        {
            return null;
        }
        var read = Count("cache_read_input_tokens");
        var written = Count("cache_creation_input_tokens") ?? 0;
        var input = Count("input_tokens") + (read ?? 0) + written;
        var output = Count("output_tokens");
        var details = new UsageDetails
        {
            InputTokenCount = input,
            OutputTokenCount = output,
            TotalTokenCount = input + output,
            CachedInputTokenCount = read,
            ReasoningTokenCount = (
                usage.Member("output_tokens_details") ?? first.Member("output_tokens_details")
            ).Count("thinking_tokens"),
        };
        var lifetimes = usage.Member("cache_creation") ?? first.Member("cache_creation");
        Add(details, ProviderFields.CacheCreation, written);
        Add(details, ProviderFields.CacheCreation5m, lifetimes.Count("ephemeral_5m_input_tokens"));
        Add(details, ProviderFields.CacheCreation1h, lifetimes.Count("ephemeral_1h_input_tokens"));
        var tools = usage.Member("server_tool_use") ?? first.Member("server_tool_use");
        Add(details, ProviderFields.WebSearches, tools.Count("web_search_requests"));
        return details;

        long? Count(string name) => usage.Count(name) ?? first.Count(name);
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
