using System.Text.Json;
using System.Text.Json.Nodes;
using SkRouter.Catalog.Facts;

namespace SkRouter.Cli.CatalogImport;

/// <summary>Rules for names: from one object per rule to the catalogue's short form.</summary>
internal static class RuleImport
{
    public static JsonNode Convert(JsonElement json)
    {
        var rule = json.EnumerateObject().First();
        return rule.Name switch
        {
            "or" => List(rule.Value),
            "and" => new JsonObject { ["all"] = List(rule.Value) },
            _ => Text(json),
        };
    }

    public static string Text(JsonElement json)
    {
        var rule = json.EnumerateObject().First();
        var sign = rule.Name switch
        {
            "equals" => '=',
            "starts_with" => '^',
            "ends_with" => '$',
            "contains" => '~',
            "regex" => '/',
            _ => throw new FormatException($"the rule '{rule.Name}' is unknown"),
        };
        var text = sign + rule.Value.GetString();
        _ = MatchRule.Parse(text);
        return text;
    }

    private static JsonArray List(JsonElement rules) => [.. rules.EnumerateArray().Select(Convert)];
}
