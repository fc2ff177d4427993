using System.Text.Json;
using SkRouter.Simulator.Answering;

namespace SkRouter.Simulator.Protocols.ChatCompletions;

/// <summary>Writes usage as OpenAI does, with what a provider adds.</summary>
internal static class ChatUsage
{
    public static void Write(Utf8JsonWriter writer, ComposedAnswer answer, ChatDialect dialect)
    {
        var usage = answer.Usage;
        writer.WriteStartObject("usage");
        writer.WriteNumber("prompt_tokens", usage.PromptTokens);
        writer.WriteNumber("completion_tokens", usage.CompletionTokens);
        writer.WriteNumber("total_tokens", usage.TotalTokens);
        writer.WriteStartObject("prompt_tokens_details");
        writer.WriteNumber("cached_tokens", usage.CachedTokens);
        if (usage.CacheWriteTokens > 0)
        {
            writer.WriteNumber("cache_write_tokens", usage.CacheWriteTokens);
        }

        writer.WriteNumber("audio_tokens", 0);
        writer.WriteEndObject();
        writer.WriteStartObject("completion_tokens_details");
        writer.WriteNumber("reasoning_tokens", usage.ReasoningTokens);
        writer.WriteNumber("audio_tokens", 0);
        writer.WriteNumber("accepted_prediction_tokens", 0);
        writer.WriteNumber("rejected_prediction_tokens", 0);
        writer.WriteEndObject();
        if (dialect.TellsCacheMisses)
        {
            writer.WriteNumber("prompt_cache_hit_tokens", usage.CachedTokens);
            writer.WriteNumber("prompt_cache_miss_tokens", usage.PromptTokens - usage.CachedTokens);
        }

        if (answer.CostUsd is { } cost)
        {
            writer.WriteNumber("cost", cost);
        }

        writer.WriteEndObject();
    }
}
