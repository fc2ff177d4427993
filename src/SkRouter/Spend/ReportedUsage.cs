using System.Text.Json;
using System.Text.Json.Nodes;
using SkRouter.Catalog;

namespace SkRouter.Spend;

/// <summary>
/// Finds the usage in the raw answer of a provider, one JSON body or the text of a stream of events. Null where it reports
/// none, or none that can be believed.
/// </summary>
internal static class ReportedUsage
{
    private const string EventData = "data:";

    /// <summary>Where events wrap the body that the flavour's paths are for.</summary>
    private static readonly string[] Wrappers = ["response", "message", "x_groq"];

    public static TokenUsage? Read(
        ModelCatalog catalog,
        string? provider,
        string flavor,
        string answer
    )
    {
        var bodies = Bodies(answer);
        foreach (var extractor in UsageFormats.For(catalog, provider, flavor))
        {
            var blocks = bodies
                .Select(extractor.Root.Find)
                .OfType<JsonElement>()
                .Where(block => block.ValueKind is JsonValueKind.Object)
                .ToArray();
            if (blocks.Length > 0 && Read(extractor, blocks) is { } usage)
            {
                return usage;
            }
        }

        return null;
    }

    /// <summary>
    /// Streams report again and again, the last time for good, and that may be less than before. Some report input at the start
    /// and only output at the end: what the last report lacks is then taken from those before.
    /// </summary>
    private static TokenUsage? Read(UsageExtractor extractor, JsonElement[] blocks)
    {
        var last = extractor.ReadBlock(blocks[^1]);
        if (blocks.Length == 1 || last is { InputTokens: > 0 })
        {
            return last;
        }

        var merged = new JsonObject();
        foreach (var block in blocks)
        {
            Add(merged, block);
        }

        using var document = JsonDocument.Parse(merged.ToJsonString());
        return extractor.ReadBlock(document.RootElement);
    }

    private static void Add(JsonObject merged, JsonElement block)
    {
        foreach (var entry in block.EnumerateObject())
        {
            var (value, known) = (entry.Value, merged[entry.Name]);
            if (known is JsonObject inner && value.ValueKind is JsonValueKind.Object)
            {
                Add(inner, value);
            }
            else if (known is null || !IsNothing(value))
            {
                merged[entry.Name] = JsonNode.Parse(value.GetRawText());
            }
        }
    }

    private static bool IsNothing(JsonElement value) =>
        value.ValueKind is JsonValueKind.Null
        || (
            value.ValueKind is JsonValueKind.Number
            && value.TryGetInt64(out var number)
            && number == 0
        );

    private static List<JsonElement> Bodies(string answer)
    {
        var bodies = new List<JsonElement>();
        var text = answer.AsSpan().TrimStart();
        if (text.StartsWith("{") || text.StartsWith("["))
        {
            Add(bodies, answer);
            return bodies;
        }

        foreach (var line in answer.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(EventData, StringComparison.Ordinal))
            {
                Add(bodies, line[EventData.Length..].ToString());
            }
        }

        return bodies;
    }

    private static void Add(List<JsonElement> bodies, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            Add(bodies, document.RootElement.Clone());
        }
        catch (JsonException)
        {
            // A cut or foreign event carries no usage; the others still do.
        }
    }

    private static void Add(List<JsonElement> bodies, JsonElement body)
    {
        if (body.ValueKind is JsonValueKind.Array)
        {
            foreach (var element in body.EnumerateArray())
            {
                Add(bodies, element);
            }
        }

        if (body.ValueKind is not JsonValueKind.Object)
        {
            return;
        }

        bodies.Add(body);
        foreach (var wrapper in Wrappers)
        {
            if (
                body.TryGetProperty(wrapper, out var inner)
                && inner.ValueKind is JsonValueKind.Object
            )
            {
                bodies.Add(inner);
            }
        }
    }
}
