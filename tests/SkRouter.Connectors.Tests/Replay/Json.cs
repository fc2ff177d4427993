using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkRouter.Connectors.Tests.Replay;

/// <summary>Short ways to read recorded JSON.</summary>
internal static class Json
{
    public static JsonElement? At(this JsonElement element, params string[] path)
    {
        var current = element;
        foreach (var name in path)
        {
            if (
                current.ValueKind != JsonValueKind.Object
                || !current.TryGetProperty(name, out current)
                || current.ValueKind == JsonValueKind.Null
            )
            {
                return null;
            }
        }
        return current;
    }

    public static string? String(this JsonElement element, params string[] path) =>
        element.At(path) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static long? Long(this JsonElement element, params string[] path) =>
        element.At(path) is { ValueKind: JsonValueKind.Number } value ? value.GetInt64() : null;

    public static bool True(this JsonElement element, params string[] path) =>
        element.At(path) is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonElement> List(this JsonElement element, params string[] path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public static bool IsBlank(this JsonNode? node) =>
        node is null
        || node is JsonArray { Count: 0 }
        || (node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length == 0);

    /// <summary>Tool arguments by meaning; what is no JSON stays text.</summary>
    public static JsonNode? Arguments(string text)
    {
        try
        {
            return JsonNode.Parse(text.Length == 0 ? "{}" : text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    public static string? Text(this JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Removes members that say nothing: null everywhere but inside schemas and arguments.</summary>
    public static void DropNulls(JsonNode? node)
    {
        if (node is JsonObject record)
        {
            foreach (var (name, value) in record.ToList())
            {
                if (value is null)
                {
                    record.Remove(name);
                }
                else if (!IsFree(name))
                {
                    DropNulls(value);
                }
            }
        }
        else if (node is JsonArray list)
        {
            foreach (var item in list)
            {
                DropNulls(item);
            }
        }
    }

    private static bool IsFree(string name) =>
        name
            is "parameters"
                or "schema"
                or "input_schema"
                or "input"
                or "args"
                or "parametersJsonSchema"
                or "responseJsonSchema";
}
