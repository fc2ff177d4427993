using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkRouter.Spend;

namespace SkRouter.Cli.CatalogImport;

/// <summary>Prices: tiers become one list, conditions stand beside the rates that they are for.</summary>
internal static class PriceImport
{
    public static JsonNode? Convert(JsonElement json) =>
        json.ValueKind is JsonValueKind.Array
            ? new JsonArray([.. json.EnumerateArray().Select(Conditional)])
            : Rates(json, []);

    private static JsonNode Conditional(JsonElement json)
    {
        var period = new JsonObject();
        if (
            json.TryGetProperty("constraint", out var constraint)
            && constraint.ValueKind is JsonValueKind.Object
        )
        {
            if (constraint.TryGetProperty("start_date", out var day))
            {
                period["from"] = day.GetString();
            }
            else
            {
                period["hoursUtc"] =
                    $"{Time(constraint.GetProperty("start_time"))}-{Time(constraint.GetProperty("end_time"))}";
            }
        }

        return Rates(json.GetProperty("prices"), period);
    }

    private static JsonObject Rates(JsonElement json, JsonObject period)
    {
        foreach (var rate in json.EnumerateObject())
        {
            var word = UsageUnits.Word(UnitImport.Priced(rate.Name));
            period[word] =
                rate.Value.ValueKind is JsonValueKind.Object
                    ? Tiered(rate.Value)
                    : Number(rate.Value);
        }

        return period;
    }

    private static JsonArray Tiered(JsonElement json)
    {
        var list = new JsonArray(Number(json.GetProperty("base")));
        foreach (var tier in json.GetProperty("tiers").EnumerateArray())
        {
            list.Add(tier.GetProperty("start").GetInt64());
            list.Add(Number(tier.GetProperty("price")));
        }

        return list;
    }

    private static JsonValue Number(JsonElement json) => JsonValue.Create(json.GetDecimal());

    /// <summary>A time with its offset, in UTC.</summary>
    private static string Time(JsonElement json) =>
        DateTimeOffset
            .Parse(
                "2000-01-02T" + json.GetString(),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal
            )
            .ToUniversalTime()
            .ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
