using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Api;
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
    /// <param name="tier">The service tier in OpenAI's word; null if unknown.</param>
    public static void Write(
        Utf8JsonWriter json,
        UsageDetails? details,
        JsonElement? raw,
        string? tier = null
    ) => Write(json, UsageReader.Read(details) ?? TokenUsage.None, raw, tier);

    /// <param name="json">The output.</param>
    /// <param name="usage">What was consumed, or is estimated.</param>
    /// <param name="raw">The provider's own account, if it speaks the protocol.</param>
    /// <param name="tier">The service tier in OpenAI's word; null if unknown.</param>
    public static void Write(
        Utf8JsonWriter json,
        TokenUsage usage,
        JsonElement? raw,
        string? tier = null
    )
    {
        json.WriteStartObject("usage");
        WriteCounts(json, usage);
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
                WriteKnown(json, name, usage, tier);
            }
        }

        WriteRaw(json, raw);
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, TokenUsage usage)
    {
        json.WriteNumber(
            "input_tokens",
            usage.InputTokens - usage.CacheReadTokens - usage.CacheWriteTokens
        );
        json.WriteNumber("cache_creation_input_tokens", usage.CacheWriteTokens);
        json.WriteNumber("cache_read_input_tokens", usage.CacheReadTokens);
        json.WriteNumber("output_tokens", usage.OutputTokens);
    }

    private static void WriteKnown(Utf8JsonWriter json, string name, TokenUsage usage, string? tier)
    {
        switch (name)
        {
            case "output_tokens_details" when usage.ReasoningTokens > 0:
                json.WriteStartObject(name);
                json.WriteNumber("thinking_tokens", usage.ReasoningTokens);
                json.WriteEndObject();
                break;
            case "service_tier" when ServiceTiers.ForMessages(tier) is { } word:
                json.WriteString(name, word);
                break;
            default:
                json.WriteNull(name);
                break;
        }
    }

    private static void WriteRaw(Utf8JsonWriter json, JsonElement? raw)
    {
        if (raw is not { } own)
        {
            return;
        }

        foreach (var member in own.EnumerateObject())
        {
            if (!Counts.Contains(member.Name, StringComparer.Ordinal))
            {
                member.WriteTo(json);
            }
        }
    }

    private static bool Has(JsonElement? raw, string name) =>
        raw is { } own && own.TryGetProperty(name, out _);
}
