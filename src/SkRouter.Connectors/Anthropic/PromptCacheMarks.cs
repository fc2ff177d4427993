using System.Text.Json.Nodes;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Anthropic;

/// <summary>
/// Marks what is worth caching: the tools and system prompt once they are long, and a conversation that has begun to grow.
/// Writing to the cache costs a quarter more than plain input and reading a tenth, so a prefix pays from its second use on.
/// </summary>
internal static class PromptCacheMarks
{
    /// <summary>About 1,024 tokens: the API caches no shorter prefix.</summary>
    private const int ShortestPrefix = 4_096;
    private const string Mark = "cache_control";

    public static void Add(JsonObject body)
    {
        if (HasMark(body))
        {
            return;
        }
        var stable = LengthOf(body["tools"]) + LengthOf(body["system"]);
        if (stable >= ShortestPrefix)
        {
            MarkLast((body["system"] ?? body["tools"]) as JsonArray);
        }
        if (
            body["messages"] is JsonArray { Count: > 1 } turns
            && stable + LengthOf(turns) >= ShortestPrefix
        )
        {
            MarkLast(turns[^1]?["content"] as JsonArray);
        }
    }

    private static void MarkLast(JsonArray? blocks)
    {
        // Thinking cannot carry a mark.
        if (
            blocks?.LastOrDefault() is JsonObject last
            && last["thinking"] is null
            && last["data"] is null
        )
        {
            last[Mark] = new JsonObject { ["type"] = "ephemeral" };
        }
    }

    private static int LengthOf(JsonNode? node) => node is null ? 0 : WireJson.Write(node).Length;

    /// <summary>Whoever marks by hand knows better.</summary>
    private static bool HasMark(JsonNode? node) =>
        node switch
        {
            JsonObject record => record.ContainsKey(Mark)
                || record.Any(static member =>
                    member.Key is "system" or "messages" or "content" or "tools"
                    && HasMark(member.Value)
                ),
            JsonArray list => list.Any(HasMark),
            _ => false,
        };
}
