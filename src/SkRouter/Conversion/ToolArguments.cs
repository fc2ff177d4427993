using System.ClientModel.Primitives;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.SemanticKernel;
using SkRouter.Protocols;

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

    /// <summary>The arguments of a chat client's call as JSON; those that were not JSON as they came.</summary>
    public static string? Text(Microsoft.Extensions.AI.FunctionCallContent call) =>
        WrittenArguments.Of(call) is { } written ? written
        : call.Arguments is { } arguments ? Write(arguments)
        : call.Exception is null ? "{}"
        : call.RawRepresentation as string;

    /// <summary>
    /// The arguments as the model wrote them: Semantic Kernel's OpenAI connector turns every value into text, which a chat
    /// client's tools and other providers do not expect. The SDK's own call, which it keeps, can write itself as JSON.
    /// </summary>
    /// <returns>Null if nothing was kept, or if what was kept is not a JSON object.</returns>
    public static IDictionary<string, object?>? Original(FunctionCallContent call) =>
        Written(call.InnerContent) is { } json ? Read(json) : null;

    /// <summary>The JSON that a model wrote as the arguments of a call, from what an SDK or the router kept of the call.</summary>
    /// <returns>Null if nothing was kept; empty for a call without arguments.</returns>
    public static string? Written(object? kept)
    {
        if (kept is ArgumentText text)
        {
            return text.Json;
        }

        if (kept is not IPersistableModel<object> model)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(model.Write(ModelReaderWriterOptions.Json));
            return
                document.RootElement.ValueKind is not JsonValueKind.Object
                || !document.RootElement.TryGetProperty("function", out var function)
                || function.ValueKind is not JsonValueKind.Object
                ? null
                : Written(function);
        }
        catch (Exception exception)
            when (exception
                    is JsonException
                        or InvalidOperationException
                        or ArgumentException
                        or FormatException
            )
        {
            // Some SDKs cannot write a call whose arguments are missing or no text.
            return null;
        }
    }

    /// <summary>
    /// The arguments in the types in which Semantic Kernel's connectors give them to functions and filters: every value as text, or as the
    /// element that it is where the call's options retain types.
    /// </summary>
    /// <returns>Null if the text is not a JSON object.</returns>
    public static KernelArguments? ForFunctions(string json, bool retainTypes)
    {
        if (Read(json) is not { } values)
        {
            return null;
        }

        var arguments = new KernelArguments();
        foreach (var (name, value) in values)
        {
            arguments[name] = value switch
            {
                JsonElement element when !retainTypes => JsonText.Of(element),
                _ => value,
            };
        }

        return arguments;
    }

    private static string? Written(JsonElement function) =>
        !function.TryGetProperty("arguments", out var arguments)
            ? ""
            : arguments.ValueKind switch
            {
                JsonValueKind.String => JsonText.Of(arguments),
                JsonValueKind.Null or JsonValueKind.Undefined => "",
                _ => arguments.GetRawText(),
            };

    /// <summary>Reads arguments; a call without any may have no text, or the text <c>null</c>. Of a name that is given twice the last value counts.</summary>
    /// <returns>Null if the text is not a JSON object.</returns>
    public static Dictionary<string, object?>? Read(string json)
    {
        if (IsNone(json))
        {
            return new(StringComparer.Ordinal);
        }

        try
        {
            using var document = JsonDocument.Parse(JsonText.WellFormed(json));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                arguments[property.Name] =
                    property.Value.ValueKind is JsonValueKind.Null ? null : property.Value.Clone();
            }

            return arguments;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether the text says that there are no arguments.</summary>
    public static bool IsNone(ReadOnlySpan<char> json) =>
        json.Trim() is var text && (text.IsEmpty || text is "null");

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
