using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Protocols;

/// <summary>
/// Keeps the arguments of a call as their model wrote them, spaces included: prompt caches and some clients compare text. The text counts while the arguments
/// still say the same: who changes them changes what is sent.
/// </summary>
internal static class WrittenArguments
{
    /// <summary>Gets the text of the arguments.</summary>
    /// <returns>Null if it was not kept, or if the arguments say something else by now.</returns>
    public static string? Of(FunctionCallContent call) =>
        call is { Exception: null, RawRepresentation: string text, Arguments: { } arguments }
        && !text.Contains("\\u", StringComparison.Ordinal)
        && IsSame(text, arguments)
            ? text
            : null;

    private static bool IsSame(string text, IDictionary<string, object?> arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                return false;
            }

            var count = 0;
            foreach (var member in document.RootElement.EnumerateObject())
            {
                count++;
                if (
                    !arguments.TryGetValue(member.Name, out var value)
                    || !IsSame(member.Value, value)
                )
                {
                    return false;
                }
            }

            return count == arguments.Count;
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    private static bool IsSame(JsonElement written, object? value) =>
        value switch
        {
            null => written.ValueKind is JsonValueKind.Null,
            JsonElement element => JsonElement.DeepEquals(written, element),
            _ => false,
        };
}
