using System.ClientModel.Primitives;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.SemanticKernel;

namespace SkRouter.Conversion;

/// <summary>Arguments of a tool call, to and from JSON without reflection.</summary>
internal static class ToolArguments
{
    public static string Write(IEnumerable<KeyValuePair<string, object?>> arguments)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (key, value) in arguments)
            {
                writer.WritePropertyName(key);
                WriteValue(writer, value);
            }

            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>
    /// The arguments as the model wrote them: Semantic Kernel's OpenAI connector turns every value into text, which a chat
    /// client's tools and other providers do not expect. The SDK's own call, which it keeps, can write itself as JSON.
    /// </summary>
    /// <returns>Null if the connector kept nothing.</returns>
    public static IDictionary<string, object?>? Original(FunctionCallContent call)
    {
        if (call.InnerContent is not IPersistableModel<object> model)
        {
            return null;
        }

        using var document = JsonDocument.Parse(model.Write(ModelReaderWriterOptions.Json));
        return
            document.RootElement.ValueKind is JsonValueKind.Object
            && document.RootElement.TryGetProperty("function", out var function)
            && function.ValueKind is JsonValueKind.Object
            && function.TryGetProperty("arguments", out var arguments)
            && arguments.ValueKind is JsonValueKind.String
            ? Read(arguments.GetString()!)
            : null;
    }

    /// <summary>Null if the text is not a JSON object.</summary>
    public static Dictionary<string, object?>? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(string.IsNullOrWhiteSpace(json) ? "{}" : json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                arguments[property.Name] =
                    property.Value.ValueKind == JsonValueKind.String
                        ? property.Value.GetString()
                        : property.Value.Clone();
            }

            return arguments;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case JsonElement element:
                element.WriteTo(writer);
                break;
            case JsonNode node:
                node.WriteTo(writer);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case sbyte
            or byte
            or short
            or ushort
            or int
            or uint
            or long
            or ulong
            or float
            or double
            or decimal:
                writer.WriteRawValue(System.Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            case IEnumerable<KeyValuePair<string, object?>> map:
                writer.WriteRawValue(Write(map));
                break;
            case System.Collections.IEnumerable items:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    WriteValue(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(
                    System.Convert.ToString(value, CultureInfo.InvariantCulture)
                );
                break;
        }
    }
}
