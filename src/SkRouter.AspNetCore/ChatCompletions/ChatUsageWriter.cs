using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Spend;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Writes usage as OpenAI does, and the cost beside it as OpenRouter does.</summary>
internal static class ChatUsageWriter
{
    private const string Prompt = "prompt_tokens_details";
    private const string Completion = "completion_tokens_details";

    /// <summary>Members that are written here, whatever the provider says.</summary>
    private static readonly HashSet<string> Counted = new(StringComparer.Ordinal)
    {
        "prompt_tokens",
        "completion_tokens",
        "total_tokens",
        Prompt,
        Completion,
    };

    /// <param name="json">Where to.</param>
    /// <param name="details">What the model reported; null if nothing.</param>
    /// <param name="raw">The provider's own account, if it speaks the protocol.</param>
    /// <param name="costUsd">What the whole round trip cost, failed attempts included; null if a price is unknown.</param>
    public static void Write(
        Utf8JsonWriter json,
        UsageDetails? details,
        JsonElement? raw,
        decimal? costUsd
    )
    {
        var usage = UsageReader.Read(details);
        var input = details?.InputTokenCount ?? 0;
        var output = details?.OutputTokenCount ?? 0;
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", input);
        json.WriteNumber("completion_tokens", output);
        json.WriteNumber("total_tokens", details?.TotalTokenCount ?? (input + output));
        WriteDetails(
            json,
            Prompt,
            Member(raw, Prompt),
            ("cached_tokens", details?.CachedInputTokenCount ?? 0, true),
            ("cache_write_tokens", usage?.CacheWriteTokens ?? 0, false),
            ("audio_tokens", details?.InputAudioTokenCount ?? 0, false),
            ("image_tokens", usage?.Of(UsageUnit.InputImage) ?? 0, false)
        );
        WriteDetails(
            json,
            Completion,
            Member(raw, Completion),
            ("reasoning_tokens", details?.ReasoningTokenCount ?? 0, true),
            ("audio_tokens", details?.OutputAudioTokenCount ?? 0, false),
            ("image_tokens", usage?.Of(UsageUnit.OutputImage) ?? 0, false)
        );
        WriteRest(json, raw, isPriced: costUsd is not null);
        if (costUsd is { } cost)
        {
            json.WriteNumber("cost", cost);
        }

        json.WriteEndObject();
    }

    private static void WriteDetails(
        Utf8JsonWriter json,
        string name,
        JsonElement? raw,
        params ReadOnlySpan<(string Name, long Count, bool Always)> counts
    )
    {
        json.WriteStartObject(name);
        foreach (var (count, value, always) in counts)
        {
            if (always || value > 0)
            {
                json.WriteNumber(count, value);
            }
        }

        foreach (var member in Members(raw))
        {
            var isWritten = false;
            foreach (var (count, value, always) in counts)
            {
                isWritten |= member.NameEquals(count) && (always || value > 0);
            }

            if (!isWritten)
            {
                member.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteRest(Utf8JsonWriter json, JsonElement? raw, bool isPriced)
    {
        foreach (var member in Members(raw))
        {
            if (!Counted.Contains(member.Name) && !(isPriced && member.NameEquals("cost")))
            {
                member.WriteTo(json);
            }
        }
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement? raw) =>
        raw is { ValueKind: JsonValueKind.Object } members ? members.EnumerateObject() : default;

    private static JsonElement? Member(JsonElement? raw, string name) =>
        raw is { ValueKind: JsonValueKind.Object } members
        && members.TryGetProperty(name, out var member)
            ? member
            : null;
}
