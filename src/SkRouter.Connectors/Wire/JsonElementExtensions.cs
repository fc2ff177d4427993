using System.Text.Json;
using SkRouter.Conversion;

namespace SkRouter.Connectors.Wire;

/// <summary>Reading JSON of which any part may be missing, null or of another kind.</summary>
internal static class JsonElementExtensions
{
    private const decimal MostCredible = 1_000_000_000_000m;

    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    public static JsonElement? Member(this JsonElement? element, string name) =>
        element is { } value ? value.Member(name) : null;

    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } value
            ? JsonText.Verbatim(value)
            : null;

    public static string? Text(this JsonElement? element, string name) =>
        element is { } value ? value.Text(name) : null;

    /// <summary>Null also for what cannot be a count: a number below zero or beyond any belief.</summary>
    public static long? Count(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value
        && value.TryGetDecimal(out var number)
        && number is >= 0 and <= MostCredible
            ? (long)number
            : null;

    public static long? Count(this JsonElement? element, string name) =>
        element is { } value ? value.Count(name) : null;

    public static decimal? Amount(this JsonElement? element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value
        && value.TryGetDecimal(out var amount)
            ? amount
            : null;

    public static bool IsTrue(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonElement> Items(this JsonElement? element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } value
            ? value.EnumerateArray()
            : [];

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        Items((JsonElement?)element, name);
}
