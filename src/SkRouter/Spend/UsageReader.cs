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
        Span<long> counts = stackalloc long[UsageUnits.Count];
        counts.Clear();
        if (details.AdditionalCounts is { Count: > 0 } extra)
        {
            for (var i = 0; i < counts.Length; i++)
            {
                counts[i] = Count(extra, UsageCountNames.All((UsageUnit)i));
            }
        }

        counts[(int)UsageUnit.Input] = input;
        counts[(int)UsageUnit.Output] = output;
        Prefer(counts, UsageUnit.CacheRead, details.CachedInputTokenCount);
        Prefer(counts, UsageUnit.Reasoning, details.ReasoningTokenCount);
        Prefer(counts, UsageUnit.InputAudio, details.InputAudioTokenCount);
        Prefer(counts, UsageUnit.OutputAudio, details.OutputAudioTokenCount);
        return TokenUsage.From(counts);
    }

    private static void Prefer(Span<long> counts, UsageUnit unit, long? count)
    {
        if (Credible(count) is { } own)
        {
            counts[(int)unit] = own;
        }
    }

    private static long Count(
        AdditionalPropertiesDictionary<long> counts,
        ReadOnlySpan<string> names
    )
    {
        foreach (var name in names)
        {
            if (counts.TryGetValue(name, out var value) && Credible(value) is > 0 and var count)
            {
                return count;
            }
        }

        return 0;
    }

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
            CacheReadTokens = Input(root, "cached_tokens"),
            CacheWriteTokens = Input(root, "cache_write_tokens"),
            InputAudioTokens = Input(root, "audio_tokens"),
            InputImageTokens = Input(root, "image_tokens"),
            ReasoningTokens = Output(root, "reasoning_tokens"),
            OutputAudioTokens = Output(root, "audio_tokens"),
            OutputImageTokens = Output(root, "image_tokens"),
        };
    }

    private static long Input(JsonElement root, string name) =>
        Detail(root, "prompt_tokens_details", name) + Detail(root, "input_tokens_details", name);

    private static long Output(JsonElement root, string name) =>
        Detail(root, "completion_tokens_details", name)
        + Detail(root, "output_tokens_details", name);

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
