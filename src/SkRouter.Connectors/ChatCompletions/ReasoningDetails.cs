using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.ChatCompletions;

/// <summary>OpenRouter's reasoning blocks: they must go back unchanged, and a stream sends them in pieces.</summary>
internal sealed class ReasoningDetails
{
    private static readonly string[] Growing = ["text", "summary", "data"];
    private readonly List<JsonObject> _blocks = [];

    /// <summary>Gets whether there is a block that has not been taken.</summary>
    public bool Any => _blocks.Count > 0;

    public static JsonArray Join(IEnumerable<TextReasoningContent> contents)
    {
        var joined = new JsonArray();
        foreach (var content in contents)
        {
            foreach (var block in Parse(content.ProtectedData))
            {
                joined.Add(block.DeepClone());
            }
        }
        return joined;
    }

    public void Add(JsonElement piece)
    {
        if (WireJson.Node(piece) is not JsonObject block)
        {
            return;
        }
        var open = _blocks.Find(known => IsSame(known, block));
        if (open is null)
        {
            _blocks.Add(block);
            return;
        }
        foreach (var (name, value) in block)
        {
            if (value is null)
            {
                continue;
            }
            var known = open[name];
            open[name] =
                Growing.Contains(name, StringComparer.Ordinal) && known is JsonValue
                    ? known.GetValue<string>() + value.GetValue<string>()
                    : value.DeepClone();
        }
    }

    public string? Take()
    {
        if (_blocks.Count == 0)
        {
            return null;
        }
        var taken = WireJson.Write(new JsonArray([.. _blocks]));
        _blocks.Clear();
        return taken;
    }

    private static bool IsSame(JsonObject known, JsonObject piece) =>
        JsonNode.DeepEquals(known["type"], piece["type"])
        && JsonNode.DeepEquals(known["index"], piece["index"]);

    private static IEnumerable<JsonNode> Parse(string? details)
    {
        try
        {
            return details is { } json && JsonNode.Parse(json) is JsonArray blocks
                ? blocks.OfType<JsonNode>()
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
