using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Spend;

namespace SkRouter.AspNetCore.Messages;

/// <summary>Writes usage as Anthropic does: input is what no cache had to do with.</summary>
internal static class MessagesUsageWriter
{
    private static readonly string[] Counts =
    [
        "input_tokens",
        "output_tokens",
        "cache_creation_input_tokens",
        "cache_read_input_tokens",
    ];

    private static readonly string[] Nullable =
    [
        "inference_geo",
        "output_tokens_details",
        "server_tool_use",
        "service_tier",
        "speed",
    ];

    /// <param name="json">The output.</param>
    /// <param name="details">What was consumed.</param>
    /// <param name="raw">The provider's own account, if it speaks the protocol.</param>
    public static void Write(Utf8JsonWriter json, UsageDetails? details, JsonElement? raw) =>
        Write(json, UsageReader.Read(details) ?? TokenUsage.None, raw);

    /// <param name="json">The output.</param>
    /// <param name="usage">What was consumed, or is estimated.</param>
    /// <param name="raw">The provider's own account, if it speaks the protocol.</param>
    public static void Write(Utf8JsonWriter json, TokenUsage usage, JsonElement? raw)
    {
        json.WriteStartObject("usage");
        json.WriteNumber(
            "input_tokens",
            usage.InputTokens - usage.CacheReadTokens - usage.CacheWriteTokens
        );
        json.WriteNumber("cache_creation_input_tokens", usage.CacheWriteTokens);
        json.WriteNumber("cache_read_input_tokens", usage.CacheReadTokens);
        json.WriteNumber("output_tokens", usage.OutputTokens);
        if (!Has(raw, "cache_creation"))
        {
            json.WriteStartObject("cache_creation");
            json.WriteNumber("ephemeral_5m_input_tokens", usage.CacheWriteFiveMinutesTokens);
            json.WriteNumber("ephemeral_1h_input_tokens", usage.CacheWriteOneHourTokens);
            json.WriteEndObject();
        }

        foreach (var name in Nullable)
        {
            if (!Has(raw, name))
            {
                json.WriteNull(name);
            }
        }

        if (raw is { } own)
        {
            foreach (var member in own.EnumerateObject())
            {
                if (!Counts.Contains(member.Name, StringComparer.Ordinal))
                {
                    member.WriteTo(json);
                }
            }
        }

        json.WriteEndObject();
    }

    private static bool Has(JsonElement? raw, string name) =>
        raw is { } own && own.TryGetProperty(name, out _);
}
