using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Writes usage as OpenAI does, and the cost beside it as OpenRouter does.</summary>
internal static class ChatUsageWriter
{
    /// <param name="json">Where to.</param>
    /// <param name="usage">What the model reported; null if nothing.</param>
    /// <param name="costUsd">What the whole round trip cost, failed attempts included; null if a price is unknown.</param>
    public static void Write(Utf8JsonWriter json, UsageDetails? usage, decimal? costUsd)
    {
        var input = usage?.InputTokenCount ?? 0;
        var output = usage?.OutputTokenCount ?? 0;
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", input);
        json.WriteNumber("completion_tokens", output);
        json.WriteNumber("total_tokens", usage?.TotalTokenCount ?? (input + output));
        json.WriteStartObject("prompt_tokens_details");
        json.WriteNumber("cached_tokens", usage?.CachedInputTokenCount ?? 0);
        WriteSome(json, "audio_tokens", usage?.InputAudioTokenCount);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details");
        json.WriteNumber("reasoning_tokens", usage?.ReasoningTokenCount ?? 0);
        WriteSome(json, "audio_tokens", usage?.OutputAudioTokenCount);
        json.WriteEndObject();
        if (costUsd is { } cost)
        {
            json.WriteNumber("cost", cost);
        }

        json.WriteEndObject();
    }

    private static void WriteSome(Utf8JsonWriter json, string name, long? count)
    {
        if (count > 0)
        {
            json.WriteNumber(name, count.Value);
        }
    }
}
