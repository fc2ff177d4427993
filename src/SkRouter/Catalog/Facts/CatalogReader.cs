using System.Globalization;
using System.Text.Json;
using SkRouter.Catalog.Prices;
using SkRouter.Spend;

namespace SkRouter.Catalog.Facts;

/// <summary>Reads a catalogue file. What it does not know is an error: half a price is a wrong price.</summary>
internal static class CatalogReader
{
    public const int Format = 1;

    private const string DayFormat = "yyyy-MM-dd";

    public static (DateOnly Checked, IReadOnlyList<CatalogProvider> Providers) Read(
        JsonElement file
    )
    {
        var format = file.GetProperty("format").GetInt32();
        if (format != Format)
        {
            throw new FormatException(
                FormattableString.Invariant(
                    $"a catalogue of format {format}; this version reads {Format}"
                )
            );
        }

        return (
            Day(file.GetProperty("checked").GetString()!),
            [.. file.GetProperty("providers").EnumerateArray().Select(Provider)]
        );
    }

    public static PriceSchedule Schedule(JsonElement json) =>
        json.ValueKind is JsonValueKind.Array
            ? new([.. json.EnumerateArray().Select(Period)])
            : new([Period(json)]);

    private static CatalogProvider Provider(JsonElement json) =>
        new(
            json.GetProperty("id").GetString()!,
            () => [.. List(json, "models").Select(Model)],
            () =>
                json.TryGetProperty("usage", out var usage)
                    ? [.. usage.EnumerateObject().Select(Extractor)]
                    : []
        )
        {
            Endpoint = Text(json, "endpoint"),
            Serves = Rule(json, "serves"),
            Called = Rule(json, "called"),
            Borrows = [.. List(json, "borrows").Select(id => id.GetString()!)],
        };

    private static CatalogModel Model(JsonElement json) =>
        new(
            json.GetProperty("id").GetString()!,
            MatchRule.Parse(json.GetProperty("match")),
            json.TryGetProperty("window", out var window) ? window.GetInt64() : null,
            json.TryGetProperty("price", out var price) ? Schedule(price) : null
        );

    private static UsageExtractor Extractor(JsonProperty json) =>
        new(
            json.Name,
            UsagePath.Parse(json.Value.GetProperty("root").GetString()!),
            UsagePath.Parse(json.Value.GetProperty("model").GetString()!),
            [.. List(json.Value, "counts").Select(Count)]
        );

    private static UsageCount Count(JsonElement json)
    {
        var words = json.EnumerateArray().Select(word => word.GetString()!).ToArray();
        return new(
            UsagePath.Parse(words[0].TrimStart('!')),
            words[0].StartsWith('!'),
            [.. words.Skip(1).Select(Unit)]
        );
    }

    private static PricePeriod Period(JsonElement json)
    {
        DateOnly? from = null;
        DailyHours? hours = null;
        var rates = new List<Rate>();
        foreach (var entry in json.EnumerateObject())
        {
            switch (entry.Name)
            {
                case "from":
                    from = Day(entry.Value.GetString()!);
                    break;
                case "hoursUtc":
                    hours = Hours(entry.Value.GetString()!);
                    break;
                default:
                    rates.Add(Rate(entry));
                    break;
            }
        }

        return new(new(rates), from, hours);
    }

    private static Rate Rate(JsonProperty json)
    {
        var unit = Unit(json.Name);
        if (json.Value.ValueKind is not JsonValueKind.Array)
        {
            return new(unit, Price(json.Value));
        }

        var numbers = json.Value.EnumerateArray().ToArray();
        return new(
            unit,
            Price(numbers[0]),
            numbers
                .Skip(1)
                .Chunk(2)
                .Select(tier => new PriceTier(tier[0].GetInt64(), Price(tier[1])))
        );
    }

    private static decimal Price(JsonElement json) =>
        json.GetDecimal() is >= 0 and var price
            ? price
            : throw new FormatException($"the price {json.GetRawText()} is negative");

    private static UsageUnit Unit(string word) =>
        UsageUnits.Find(word) ?? throw new FormatException($"'{word}' is no unit of usage");

    private static DailyHours Hours(string text) =>
        text.Split('-') is [var from, var to]
            ? new(Time(from), Time(to))
            : throw new FormatException($"'{text}' is not like 16:30-00:30");

    private static TimeOnly Time(string text) => TimeOnly.Parse(text, CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) =>
        DateOnly.ParseExact(text, DayFormat, CultureInfo.InvariantCulture);

    private static MatchRule? Rule(JsonElement json, string name) =>
        json.TryGetProperty(name, out var rule) ? MatchRule.Parse(rule) : null;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static JsonElement.ArrayEnumerator List(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) ? list.EnumerateArray() : default;
}
