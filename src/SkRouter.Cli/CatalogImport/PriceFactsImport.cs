using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkRouter.Cli.CatalogImport;

/// <summary>
/// From the price facts of github.com/pydantic/genai-prices (MIT) to a catalogue file of ours. Ids, numbers, dates and rules are
/// carried; names for people and descriptions are not. What cannot be carried is reported, never half carried.
/// </summary>
internal sealed class PriceFactsImport(string source, DateOnly checkedOn)
{
    private readonly List<string> _dropped = [];

    /// <summary>What was left out, and why.</summary>
    public IReadOnlyList<string> Dropped => _dropped;

    /// <summary>The file, one model a line, so that a change of a price is a change of one line.</summary>
    /// <exception cref="FormatException">The input is not such a file.</exception>
    public string Convert(JsonElement providers)
    {
        if (providers.ValueKind is not JsonValueKind.Array)
        {
            throw new FormatException("the price facts have to be a list of providers");
        }

        var head = new JsonObject
        {
            ["format"] = Catalog.Facts.CatalogReader.Format,
            ["source"] = source,
            ["checked"] = checkedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        }.ToJsonString(CatalogText.Options);
        return head[..^1]
            + ",\"providers\":[\n"
            + string.Join(",\n", providers.EnumerateArray().Select(Provider))
            + "\n]}\n";
    }

    private string Provider(JsonElement json)
    {
        var id = json.GetProperty("id").GetString()!;
        var head = new JsonObject { ["id"] = id };
        Copy(json, "api_pattern", head, "endpoint", value => value.GetString());
        Copy(json, "model_match", head, "serves", RuleImport.Convert);
        Copy(json, "provider_match", head, "called", RuleImport.Convert);
        Copy(
            json,
            "fallback_model_providers",
            head,
            "borrows",
            value => JsonNode.Parse(value.GetRawText())
        );
        Copy(json, "extractors", head, "usage", ExtractorImport.Convert);
        var models = json.GetProperty("models").EnumerateArray().Select(model => Model(id, model));
        return head.ToJsonString(CatalogText.Options)[..^1]
            + ",\"models\":[\n"
            + string.Join(",\n", models.OfType<string>())
            + "]}";
    }

    private string? Model(string provider, JsonElement json)
    {
        var id = json.GetProperty("id").GetString()!;
        try
        {
            var row = new JsonObject
            {
                ["id"] = id,
                ["match"] = RuleImport.Convert(json.GetProperty("match")),
            };
            Copy(json, "context_window", row, "window", value => value.GetInt64());
            Copy(json, "prices", row, "price", PriceImport.Convert);
            return row.ToJsonString(CatalogText.Options);
        }
        catch (FormatException exception)
        {
            _dropped.Add($"{provider}/{id}: {exception.Message}");
            return null;
        }
    }

    private static void Copy(
        JsonElement from,
        string name,
        JsonObject to,
        string own,
        Func<JsonElement, JsonNode?> convert
    )
    {
        if (from.TryGetProperty(name, out var value) && convert(value) is { } node)
        {
            to[own] = node;
        }
    }
}
