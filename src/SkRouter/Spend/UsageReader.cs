using System.ClientModel.Primitives;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Spend;

/// <summary>From the usage objects of the SDKs to the one normal form.</summary>
internal static class UsageReader
{
    public static TokenUsage? Read(object? usage) =>
        usage switch
        {
            null => null,
            TokenUsage own => own,
            UsageDetails details => FromDetails(details),
            // The OpenAI SDK's type, without a reference to the SDK: it can write itself as the JSON it came from.
            IPersistableModel<object> model => FromOpenAIJson(
                model.Write(ModelReaderWriterOptions.Json)
            ),
            _ => null,
        };

    private static TokenUsage FromDetails(UsageDetails details)
    {
        var extra = details.AdditionalCounts;
        var cacheWrite =
            Count(extra, "CacheCreationInputTokens")
            + (
                Count(extra, "CacheCreationInputTokens") == 0
                    ? Count(extra, "cache_creation_input_tokens")
                    : 0
            );
        var cacheRead =
            details.CachedInputTokenCount ?? Count(extra, "InputTokenDetails.CachedTokenCount");
        var reasoning =
            details.ReasoningTokenCount ?? Count(extra, "OutputTokenDetails.ReasoningTokenCount");
        return new()
        {
            InputTokens = NotNegative(details.InputTokenCount ?? 0),
            OutputTokens = NotNegative(details.OutputTokenCount ?? 0),
            CacheReadTokens = NotNegative(cacheRead),
            CacheWriteTokens = NotNegative(cacheWrite),
            ReasoningTokens = NotNegative(reasoning),
            InputAudioTokens = Count(extra, "InputTokenDetails.AudioTokenCount"),
            OutputAudioTokens = Count(extra, "OutputTokenDetails.AudioTokenCount"),
        };
    }

    private static long Count(AdditionalPropertiesDictionary<long>? counts, string name) =>
        counts is not null && counts.TryGetValue(name, out var value) ? NotNegative(value) : 0;

    private static TokenUsage? FromOpenAIJson(BinaryData json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return new()
        {
            InputTokens = Long(root, "prompt_tokens") + Long(root, "input_tokens"),
            OutputTokens = Long(root, "completion_tokens") + Long(root, "output_tokens"),
            CacheReadTokens = Detail(root, "prompt_tokens_details", "cached_tokens"),
            InputAudioTokens = Detail(root, "prompt_tokens_details", "audio_tokens"),
            ReasoningTokens = Detail(root, "completion_tokens_details", "reasoning_tokens"),
            OutputAudioTokens = Detail(root, "completion_tokens_details", "audio_tokens"),
        };
    }

    private static long Detail(JsonElement root, string group, string name) =>
        root.TryGetProperty(group, out var details) && details.ValueKind == JsonValueKind.Object
            ? Long(details, name)
            : 0;

    private static long Long(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var number)
            ? NotNegative(number)
            : 0;

    private static long NotNegative(long count) => Math.Max(0, count);
}
