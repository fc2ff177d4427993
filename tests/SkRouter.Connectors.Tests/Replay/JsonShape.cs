using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkRouter.Connectors.Tests.Replay;

/// <summary>Compares JSON by meaning and says where it differs.</summary>
internal static class JsonShape
{
    public static string Canonical(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => "{"
                + string.Join(
                    ",",
                    value
                        .EnumerateObject()
                        .OrderBy(member => member.Name, StringComparer.Ordinal)
                        .Select(member => $"{member.Name}:{Canonical(member.Value)}")
                )
                + "}",
            JsonValueKind.Array => "["
                + string.Join(",", value.EnumerateArray().Select(Canonical))
                + "]",
            JsonValueKind.Number => value.GetDouble().ToString("R", null),
            JsonValueKind.String => JsonSerializer.Serialize(value.GetString()),
            _ => value.GetRawText(),
        };

    public static IEnumerable<string> Differences(JsonNode? recorded, JsonNode? sent, string at)
    {
        if (recorded is JsonObject expected && sent is JsonObject actual)
        {
            return expected
                .Select(member => member.Key)
                .Union(actual.Select(member => member.Key), StringComparer.Ordinal)
                .SelectMany(name => Differences(expected[name], actual[name], $"{at}.{name}"));
        }
        if (
            recorded is JsonArray expectedItems
            && sent is JsonArray actualItems
            && expectedItems.Count == actualItems.Count
        )
        {
            return expectedItems.SelectMany(
                (item, index) => Differences(item, actualItems[index], $"{at}[{index}]")
            );
        }
        return Same(recorded, sent)
            ? []
            : [$"request {at}: recorded {Show(recorded)}, sent {Show(sent)}"];
    }

    private static bool Same(JsonNode? left, JsonNode? right) =>
        Canonical(Element(left)) == Canonical(Element(right));

    private static JsonElement Element(JsonNode? node) =>
        JsonElement.Parse(node?.ToJsonString() ?? "null");

    private static string Show(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "nothing";
        return text.Length <= 160 ? text : text[..160] + "…";
    }
}
