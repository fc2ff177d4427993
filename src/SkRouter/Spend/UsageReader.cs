using System.ClientModel.Primitives;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Spend;

/// <summary>From the usage objects of the SDKs to the one normal form.</summary>
internal static class UsageReader
{
    /// <summary>Beyond this a count is a fault of the report: no model reads or writes a million million tokens.</summary>
    private const long MostCredible = 1_000_000_000_000;

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

    /// <summary>Null where input or output is unknown: then it is estimated, and not free of charge.</summary>
    private static TokenUsage? FromDetails(UsageDetails details)
    {
        var total = Credible(details.TotalTokenCount);
        var input = Credible(details.InputTokenCount);
        var output = Credible(details.OutputTokenCount);
        input ??= Credible(total - output);
        output ??= Credible(total - input);
        return input is null or 0 || output is null
            ? null
            : FromDetails(details, input.Value, output.Value);
    }

    private static TokenUsage FromDetails(UsageDetails details, long input, long output)
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
            InputTokens = input,
            OutputTokens = output,
            CacheReadTokens = Credible(cacheRead) ?? 0,
            CacheWriteTokens = Credible(cacheWrite) ?? 0,
            CacheWriteFiveMinutesTokens = Count(extra, "CacheCreation5mInputTokens"),
            CacheWriteOneHourTokens = Count(extra, "CacheCreation1hInputTokens"),
            ReasoningTokens = Credible(reasoning) ?? 0,
            ToolInputTokens = Count(extra, "ToolUseInputTokens"),
            WebSearches = Count(extra, "WebSearchRequests"),
            InputAudioTokens =
                Credible(details.InputAudioTokenCount)
                ?? Count(extra, "InputTokenDetails.AudioTokenCount"),
            OutputAudioTokens =
                Credible(details.OutputAudioTokenCount)
                ?? Count(extra, "OutputTokenDetails.AudioTokenCount"),
        };
    }

    private static long Count(AdditionalPropertiesDictionary<long>? counts, string name) =>
        counts is not null && counts.TryGetValue(name, out var value) ? Credible(value) ?? 0 : 0;

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

    private static long? Credible(long? count) => count is >= 0 and <= MostCredible ? count : null;
}
