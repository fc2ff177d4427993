using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Spend;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Writes usage as the Responses API does, and the cost beside it as OpenRouter does.</summary>
internal static class ResponsesUsageWriter
{
    private const string Input = "input_tokens_details";
    private const string Output = "output_tokens_details";

    private static readonly HashSet<string> Counted = new(StringComparer.Ordinal)
    {
        "input_tokens",
        "output_tokens",
        "total_tokens",
        Input,
        Output,
    };

    /// <param name="json">The output.</param>
    /// <param name="details">What was consumed.</param>
    /// <param name="raw">The provider's own account, if it speaks the protocol.</param>
    /// <param name="costUsd">What the whole round trip cost; null if a price is unknown.</param>
    public static void Write(
        Utf8JsonWriter json,
        UsageDetails? details,
        JsonElement? raw,
        decimal? costUsd
    )
    {
        var input = details?.InputTokenCount ?? 0;
        var output = details?.OutputTokenCount ?? 0;
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", input);
        json.WriteStartObject(Input);
        json.WriteNumber("cached_tokens", details?.CachedInputTokenCount ?? 0);
        json.WriteNumber("cache_write_tokens", UsageReader.Read(details)?.CacheWriteTokens ?? 0);
        WriteRest(json, Member(raw, Input), "cached_tokens", "cache_write_tokens");
        json.WriteEndObject();
        json.WriteNumber("output_tokens", output);
        json.WriteStartObject(Output);
        json.WriteNumber("reasoning_tokens", details?.ReasoningTokenCount ?? 0);
        WriteRest(json, Member(raw, Output), "reasoning_tokens");
        json.WriteEndObject();
        json.WriteNumber("total_tokens", details?.TotalTokenCount ?? (input + output));
        if (costUsd is { } cost)
        {
            json.WriteNumber("cost", cost);
            WriteRest(json, raw, [.. Counted, "cost"]);
        }
        else
        {
            WriteRest(json, raw, [.. Counted]);
        }

        json.WriteEndObject();
    }

    private static void WriteRest(
        Utf8JsonWriter json,
        JsonElement? raw,
        params ReadOnlySpan<string> written
    )
    {
        if (raw is not { ValueKind: JsonValueKind.Object } members)
        {
            return;
        }

        foreach (var member in members.EnumerateObject())
        {
            if (!written.Contains(member.Name))
            {
                member.WriteTo(json);
            }
        }
    }

    private static JsonElement? Member(JsonElement? raw, string name) =>
        raw is { ValueKind: JsonValueKind.Object } members
        && members.TryGetProperty(name, out var member)
            ? member
            : null;
}
