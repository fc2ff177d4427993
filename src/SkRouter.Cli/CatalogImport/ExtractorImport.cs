using System.Text.Json;
using System.Text.Json.Nodes;
using SkRouter.Spend;

namespace SkRouter.Cli.CatalogImport;

/// <summary>How an API reports usage: a count that goes to several units becomes one entry.</summary>
internal static class ExtractorImport
{
    public static JsonNode Convert(JsonElement json)
    {
        var flavors = new JsonObject();
        foreach (var extractor in json.EnumerateArray())
        {
            flavors[extractor.GetProperty("api_flavor").GetString()!] = new JsonObject
            {
                ["root"] = Path(extractor.GetProperty("root")),
                ["model"] = Path(extractor.GetProperty("model_path")),
                ["counts"] = Counts(extractor.GetProperty("mappings")),
            };
        }

        return flavors;
    }

    private static JsonArray Counts(JsonElement mappings)
    {
        var counts = new Dictionary<string, (bool Required, List<string> Words)>(
            StringComparer.Ordinal
        );
        foreach (var mapping in mappings.EnumerateArray())
        {
            if (UnitImport.Counted(mapping.GetProperty("dest").GetString()!) is not { } unit)
            {
                continue;
            }

            var path = Path(mapping.GetProperty("path"));
            counts.TryGetValue(path, out var count);
            var words = count.Words ?? [];
            words.Add(UsageUnits.Word(unit));
            counts[path] = (count.Required || mapping.GetProperty("required").GetBoolean(), words);
        }

        return
        [
            .. counts.Select(count => new JsonArray([
                (JsonNode)((count.Value.Required ? "!" : "") + count.Key),
                .. count.Value.Words.Select(word => (JsonNode)word),
            ])),
        ];
    }

    private static string Path(JsonElement json)
    {
        if (json.ValueKind is JsonValueKind.String)
        {
            return Name(json.GetString()!);
        }

        var path = "";
        foreach (var step in json.EnumerateArray())
        {
            path +=
                step.ValueKind is JsonValueKind.String
                    ? (path.Length > 0 ? "/" : "") + Name(step.GetString()!)
                    : $"[{step.GetProperty("field").GetString()}{RuleImport.Text(step.GetProperty("match"))}]";
        }

        _ = UsagePath.Parse(path);
        return path;
    }

    private static string Name(string name) =>
        name.IndexOfAny(['/', '[', ']', '!']) < 0
            ? name
            : throw new FormatException($"the field '{name}' cannot stand in a path");
}
