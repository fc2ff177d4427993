using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Conversion;

/// <summary>Reads and writes the response format of OpenAI's chat completions, which is what Semantic Kernel's connectors take as JSON.</summary>
internal static class OpenAIFormat
{
    /// <summary>The name that Semantic Kernel's connector gives a schema that has none.</summary>
    private const string DefaultName = "JsonSchema";

    /// <param name="text">A name such as <c>json_object</c>, or JSON.</param>
    public static (ChatResponseFormat Format, bool? Strict)? Read(string text)
    {
        switch (text)
        {
            case "text" or "":
                return (ChatResponseFormat.Text, null);
            case "json_object":
                return (ChatResponseFormat.Json, null);
        }

        if (!text.AsSpan().TrimStart().StartsWith("{"))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement.Clone());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <param name="format">A whole response format, or a bare schema.</param>
    public static (ChatResponseFormat Format, bool? Strict)? Read(JsonElement format)
    {
        if (format.ValueKind is JsonValueKind.String)
        {
            return Read(format.GetString()!);
        }

        if (format.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        return Text(format, "type") switch
        {
            "text" => (ChatResponseFormat.Text, null),
            "json_object" => (ChatResponseFormat.Json, null),
            "json_schema"
                when format.TryGetProperty("json_schema", out var named)
                    && named.ValueKind is JsonValueKind.Object
                    && named.TryGetProperty("schema", out var schema) => (
                ChatResponseFormat.ForJsonSchema(
                    schema.Clone(),
                    Text(named, "name") ?? DefaultName,
                    Text(named, "description")
                ),
                named.TryGetProperty("strict", out var strict)
                && strict.ValueKind is JsonValueKind.True or JsonValueKind.False
                    ? strict.GetBoolean()
                    : null
            ),
            _ => (ChatResponseFormat.ForJsonSchema(format.Clone(), DefaultName), null),
        };
    }

    /// <returns>Null for a format that means nothing there.</returns>
    public static object? Write(ChatResponseFormat? format, bool? strict) =>
        format switch
        {
            ChatResponseFormatJson { Schema: { } schema } json => Write(json, schema, strict),
            ChatResponseFormatJson => "json_object",
            ChatResponseFormatText => "text",
            _ => null,
        };

    private static JsonElement Write(ChatResponseFormatJson json, JsonElement schema, bool? strict)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "json_schema");
            writer.WriteStartObject("json_schema");
            writer.WriteString("name", json.SchemaName ?? "answer");
            if (json.SchemaDescription is { } description)
            {
                writer.WriteString("description", description);
            }

            writer.WritePropertyName("schema");
            schema.WriteTo(writer);
            if (strict is { } said)
            {
                writer.WriteBoolean("strict", said);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}
