using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Wire;

internal static class WireJson
{
    private const int UsualBody = 2_048;

    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    /// <summary>Base64 and other scripts stay readable and short: the body is never put into a page.</summary>
    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Values = new(AIJsonUtilities.DefaultOptions)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = false,
    };

    /// <summary>
    /// The bytes without a byte order mark, and with U+FFFD in place of those that are not UTF-8: a provider that cuts a character in two still said the rest.
    /// </summary>
    public static ReadOnlySpan<byte> WellFormed(ReadOnlySpan<byte> json)
    {
        json = json.StartsWith(ByteOrderMark) ? json[ByteOrderMark.Length..] : json;
        return Utf8.IsValid(json) ? json : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json));
    }

    /// <summary>As UTF-8 at once: a long prompt need not be copied as a string first.</summary>
    public static ReadOnlyMemory<byte> Bytes(JsonNode node)
    {
        var bytes = new ArrayBufferWriter<byte>(UsualBody);
        using var json = new Utf8JsonWriter(bytes, new() { Encoder = Relaxed.Encoder });
        node.WriteTo(json, Relaxed);
        json.Flush();
        return bytes.WrittenMemory;
    }

    public static string Write(JsonNode node) => node.ToJsonString(Relaxed);

    public static string Write(object? value) =>
        value switch
        {
            JsonElement element => element.GetRawText(),
            JsonNode node => Write(node),
            _ => JsonSerializer.Serialize(value, Values),
        };

    public static JsonNode? Node(object? value) =>
        value switch
        {
            null => null,
            JsonNode node => node.DeepClone(),
            JsonElement element => Node(element),
            string text => JsonValue.Create(text),
            _ => JsonSerializer.SerializeToNode(value, Values),
        };

    public static JsonNode? Node(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.Object => JsonObject.Create(element)?.DeepClone(),
            JsonValueKind.Array => JsonArray.Create(element)?.DeepClone(),
            _ => JsonValue.Create(element),
        };

    public static JsonNode Arguments(FunctionCallContent call)
    {
        var arguments = new JsonObject();
        foreach (var (name, value) in call.Arguments ?? new Dictionary<string, object?>())
        {
            arguments[name] = Node(value);
        }
        return arguments;
    }

    /// <summary>Arguments that do not parse are kept as they came, with the fault on the call: the caller decides.</summary>
    /// <param name="id">The call's id.</param>
    /// <param name="name">The tool's name.</param>
    /// <param name="arguments">The arguments as JSON.</param>
    /// <param name="isText">Whether the model wrote them as text; an object's own layout is the server's.</param>
    public static FunctionCallContent Call(
        string id,
        string name,
        string? arguments,
        bool isText = true
    )
    {
        var call = new FunctionCallContent(id, name);
        try
        {
            call.Arguments = string.IsNullOrWhiteSpace(arguments)
                ? new Dictionary<string, object?>(StringComparer.Ordinal)
                : Arguments(JsonElement.Parse(arguments));
            call.RawRepresentation = isText ? arguments : null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            call.Exception = exception;
            call.RawRepresentation = arguments;
        }
        return call;
    }

    /// <summary>Of a name that is given twice the last value counts, as everywhere in JavaScript.</summary>
    public static Dictionary<string, object?> Arguments(JsonElement arguments)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (arguments.ValueKind == JsonValueKind.Null)
        {
            return values;
        }
        if (arguments.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("The arguments of a tool call must be a JSON object.");
        }
        foreach (var member in arguments.EnumerateObject())
        {
            values[member.Name] = member.Value.Clone();
        }
        return values;
    }
}
