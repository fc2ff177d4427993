using System.Text.Json;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Writes what a response repeats of its request, and OpenAI's defaults for what the request left out.</summary>
internal static class ResponseEcho
{
    private const string Null = "null";

    /// <summary>Members and their defaults as JSON, in the order of OpenAI's own answers.</summary>
    private static readonly (string Name, string Default)[] Members =
    [
        ("frequency_penalty", "0"),
        ("instructions", Null),
        ("max_output_tokens", Null),
        ("max_tool_calls", Null),
        ("metadata", "{}"),
        ("parallel_tool_calls", "true"),
        ("presence_penalty", "0"),
        ("previous_response_id", Null),
        ("prompt", Null),
        ("prompt_cache_key", Null),
        ("prompt_cache_retention", Null),
        ("safety_identifier", Null),
        ("temperature", "1"),
        ("tool_choice", "\"auto\""),
        ("tools", "[]"),
        ("top_logprobs", "0"),
        ("top_p", "1"),
        ("truncation", "\"disabled\""),
        ("user", Null),
    ];

    public static void Write(Utf8JsonWriter json, JsonElement body)
    {
        foreach (var (name, absent) in Members)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(
                body.TryGetProperty(name, out var value)
                && value.ValueKind is not JsonValueKind.Null
                    ? value.GetRawText()
                    : absent
            );
        }

        WriteReasoning(json, Member(body, "reasoning"));
        WriteText(json, Member(body, "text"));
    }

    private static void WriteReasoning(Utf8JsonWriter json, JsonElement? asked)
    {
        json.WriteStartObject("reasoning");
        foreach (var name in (string[])["effort", "summary"])
        {
            if (asked is not { } given || !given.TryGetProperty(name, out _))
            {
                json.WriteNull(name);
            }
        }

        WriteMembers(json, asked);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, JsonElement? asked)
    {
        json.WriteStartObject("text");
        if (asked is not { } given || !given.TryGetProperty("format", out _))
        {
            json.WriteStartObject("format");
            json.WriteString("type", "text");
            json.WriteEndObject();
        }

        if (asked is not { } text || !text.TryGetProperty("verbosity", out _))
        {
            json.WriteString("verbosity", "medium");
        }

        WriteMembers(json, asked);
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, JsonElement? members)
    {
        if (members is { } all)
        {
            foreach (var member in all.EnumerateObject())
            {
                member.WriteTo(json);
            }
        }
    }

    private static JsonElement? Member(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Object
            ? value
            : null;
}
