using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;
using SkRouter.Spend;

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
        var counts = new Counts(usage, first);
        var read = counts["cache_read_input_tokens"];
        var written = counts["cache_creation_input_tokens"] ?? 0;
        var input = counts["input_tokens"] + (read ?? 0) + written;
        var output = counts["output_tokens"];
        var lifetimes = counts.Member("cache_creation");
        var fiveMinutes = lifetimes.Count("ephemeral_5m_input_tokens") ?? 0;
        var oneHour = lifetimes.Count("ephemeral_1h_input_tokens") ?? 0;
        foreach (var compaction in Compactions(counts))
        {
            var compacted = new Counts(compaction, null);
            var (more, wrote) = (
                compacted["cache_read_input_tokens"] ?? 0,
                compacted["cache_creation_input_tokens"] ?? 0
            );
            input += (compacted["input_tokens"] ?? 0) + more + wrote;
            output += compacted["output_tokens"] ?? 0;
            read = more > 0 ? (read ?? 0) + more : read;
            written += wrote;
            var parts = compaction.Member("cache_creation");
            fiveMinutes += parts.Count("ephemeral_5m_input_tokens") ?? 0;
            oneHour += parts.Count("ephemeral_1h_input_tokens") ?? 0;
        }
        var details = new UsageDetails
        {
            InputTokenCount = input,
            OutputTokenCount = output,
            TotalTokenCount = input + output,
            CachedInputTokenCount = read,
            ReasoningTokenCount = counts.Member("output_tokens_details").Count("thinking_tokens"),
        };
        details.Add(UsageUnit.CacheWrite, written);
        details.Add(UsageUnit.CacheWriteFiveMinutes, fiveMinutes);
        details.Add(UsageUnit.CacheWriteOneHour, oneHour);
        details.Add(
            UsageUnit.WebSearch,
            counts.Member("server_tool_use").Count("web_search_requests")
        );
        return details;
    }

    /// <summary>The terms that change the price: the service tier, fast mode in place of it, and where inference ran.</summary>
    public static void AddTerms(
        AdditionalPropertiesDictionary extras,
        JsonElement? usage,
        JsonElement? first = null
    )
    {
        var tier = (usage.Text("speed") ?? first.Text("speed")) is "fast"
            ? "fast"
            : usage.Text("service_tier") ?? first.Text("service_tier");
        if (tier is not null)
        {
            extras[ProviderFields.ServiceTier] = tier;
        }
        if ((usage.Text("inference_geo") ?? first.Text("inference_geo")) is { } region)
        {
            extras[ProviderFields.InferenceRegion] = region;
        }
    }

    /// <summary>The advisor's turns, which another model took: its id and what it consumed.</summary>
    public static IReadOnlyDictionary<string, UsageDetails>? OtherModels(JsonElement? usage)
    {
        Dictionary<string, UsageDetails>? others = null;
        foreach (var turn in usage.Items("iterations"))
        {
            if (
                turn.Text("type") is "advisor_message"
                && turn.Text("model") is { } model
                && Read(turn) is { } consumed
            )
            {
                others ??= new(StringComparer.Ordinal);
                if (others.TryGetValue(model, out var before))
                {
                    before.Add(consumed);
                }
                else
                {
                    others[model] = consumed;
                }
            }
        }
        return others;
    }

    /// <summary>What it took to shorten the conversation is not in the sums at the top, but is billed.</summary>
    private static IEnumerable<JsonElement> Compactions(Counts counts) =>
        counts.Items("iterations").Where(static turn => turn.Text("type") is "compaction");

    private readonly record struct Counts(JsonElement? Usage, JsonElement? First)
    {
        public long? this[string name] => Usage.Count(name) ?? First.Count(name);

        public JsonElement? Member(string name) => Usage.Member(name) ?? First.Member(name);

        public IEnumerable<JsonElement> Items(string name) => Usage.Items(name);
    }
}
