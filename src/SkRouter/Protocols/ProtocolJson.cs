using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace SkRouter.Protocols;

/// <summary>Converts values to JSON for programs: compact, and letters of any language as they are.</summary>
internal static class ProtocolJson
{
    private static readonly JsonSerializerOptions Values = new(AIJsonUtilities.DefaultOptions)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = false,
    };

    public static string Write(JsonNode node) => node.ToJsonString(Values);

    public static JsonNode? Node(object? value) =>
        value switch
        {
            null => null,
            JsonNode node => node.DeepClone(),
            JsonElement element => Node(element),
            string text => JsonValue.Create(text),
            _ => JsonSerializer.SerializeToNode(value, Values.GetTypeInfo(value.GetType())),
        };

    public static JsonNode? Node(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.Object => JsonObject.Create(element)?.DeepClone(),
            JsonValueKind.Array => JsonArray.Create(element)?.DeepClone(),
            _ => JsonValue.Create(element),
        };
}
