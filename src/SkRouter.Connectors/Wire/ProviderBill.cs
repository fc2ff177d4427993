using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace SkRouter.Connectors.Wire;

/// <summary>What a provider or gateway says an answer cost, in USD.</summary>
internal static class ProviderBill
{
    private const string LiteLlmHeader = "x-litellm-response-cost";

    /// <summary>xAI counts in ticks of a ten-thousand-millionth of a dollar.</summary>
    private const decimal TicksPerUsd = 10_000_000_000m;

    /// <summary>In the usage block: OpenRouter's <c>cost</c>, Perplexity's total, xAI's ticks.</summary>
    public static decimal? In(JsonElement? usage) =>
        (
            usage.Amount("cost")
            ?? usage.Member("cost").Amount("total_cost")
            ?? usage.Amount("cost_in_usd_ticks") / TicksPerUsd
        )
            is >= 0
                and var bill
            ? bill
            : null;

    /// <summary>
    /// What the provider behind OpenRouter bills by itself: with a key of the caller's own there, OpenRouter's cost is its fee alone.
    /// </summary>
    public static decimal? Upstream(JsonElement? usage) =>
        usage.Member("is_byok") is { ValueKind: JsonValueKind.True }
        && usage.Member("cost_details").Amount("upstream_inference_cost") is > 0 and var bill
            ? bill
            : null;

    /// <summary>In the headers: LiteLLM's. They leave before a streamed answer is known, so that nothing there is no bill.</summary>
    public static decimal? In(HttpResponseHeaders headers) =>
        headers.TryGetValues(LiteLlmHeader, out var values)
        && decimal.TryParse(
            values.First(),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var bill
        )
        && bill > 0
            ? bill
            : null;
}
