using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Writes what a response repeats of its request, and OpenAI's defaults for what the request left out.</summary>
internal static class ResponseEcho
{
    private const string Null = "null";
    private const string Reasoning = "reasoning";
    private const string Text = "text";

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

    private static readonly HashSet<string> Names =
    [
        .. Members.Select(static member => member.Name),
        Reasoning,
        Text,
    ];

    /// <summary>Decides whether a member repeats the request.</summary>
    public static bool Has(string name) => Names.Contains(name);

    /// <param name="json">The output.</param>
    /// <param name="body">The request.</param>
    /// <param name="extras">What the answer says: a provider of the protocol repeats a setting as it applied it.</param>
    public static void Write(
        Utf8JsonWriter json,
        JsonElement body,
        AdditionalPropertiesDictionary extras
    )
    {
        foreach (var (name, absent) in Members)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(
                Given(body, name)?.GetRawText()
                    ?? (name is "instructions" ? null : Applied(extras, name)?.GetRawText())
                    ?? absent
            );
        }

        WriteReasoning(json, Merged(extras, body, Reasoning));
        WriteText(json, Merged(extras, body, Text));
    }

    private static JsonElement? Given(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null
            ? value
            : null;

    private static JsonElement? Applied(AdditionalPropertiesDictionary extras, string name) =>
        extras.TryGetValue(ProtocolFields.Key(WireProtocols.Responses, name), out var value)
        && value is JsonElement element
            ? element
            : null;

    private static JsonElement? Merged(
        AdditionalPropertiesDictionary extras,
        JsonElement body,
        string name
    ) =>
        Applied(extras, name) is { ValueKind: JsonValueKind.Object } applied
            ? applied
            : Member(body, name);

    private static void WriteReasoning(Utf8JsonWriter json, JsonElement? asked)
    {
        json.WriteStartObject(Reasoning);
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
        json.WriteStartObject(Text);
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
