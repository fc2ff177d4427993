using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Spend;

namespace SkRouter.AspNetCore.Messages;

/// <summary>Writes usage as Anthropic does: input is what no cache had to do with.</summary>
internal static class MessagesUsageWriter
{
    public static void Write(Utf8JsonWriter json, UsageDetails? details)
    {
        var usage = UsageReader.Read(details) ?? TokenUsage.None;
        json.WriteStartObject("usage");
        json.WriteNumber(
            "input_tokens",
            usage.InputTokens - usage.CacheReadTokens - usage.CacheWriteTokens
        );
        json.WriteNumber("cache_creation_input_tokens", usage.CacheWriteTokens);
        json.WriteNumber("cache_read_input_tokens", usage.CacheReadTokens);
        json.WriteNumber("output_tokens", usage.OutputTokens);
        json.WriteEndObject();
    }
}
