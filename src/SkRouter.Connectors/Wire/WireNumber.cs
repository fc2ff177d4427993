using System.Text.Json.Nodes;

namespace SkRouter.Connectors.Wire;

/// <summary>Writes numbers of settings with the digits that they were given with: 0.7 and not 0.699999988.</summary>
internal static class WireNumber
{
    /// <summary>Above it a number has no decimal form; no setting of a provider is that large.</summary>
    private const float Largest = 1e27f;

    public static JsonValue? Of(float? value) =>
        value is not { } number ? null
        : Math.Abs(number) < Largest ? JsonValue.Create((decimal)number)
        : JsonValue.Create(number);
}
