using System.Text.Json;

namespace SkRouter.Simulator.Protocols;

/// <summary>Reads members of bodies that may hold anything.</summary>
internal static class BodyReader
{
    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } value
            ? value.GetString()
            : null;

    public static bool Flag(this JsonElement element, string name) =>
        element.Member(name)?.ValueKind == JsonValueKind.True;

    public static int? Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value
        && value.TryGetInt32(out var number)
            ? number
            : null;

    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            ? value
            : null;

    public static IReadOnlyList<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } items
            ? [.. items.EnumerateArray()]
            : [];

    public static bool IsObject(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Object };
}
