using System.Text.Json;

namespace SkRouter.Loops;

/// <summary>Whether a tool's result says that it failed. Frameworks tell the model so in text, MCP in a flag, many tools in a field of their own.</summary>
internal static class ToolFailure
{
    private const string Word = "error";
    private static readonly string[] Flags = ["isError", "is_error"];

    public static bool Says(object? result) =>
        result switch
        {
            string text => BeginsWithWord(text) || SaysObject(text),
            JsonElement { ValueKind: JsonValueKind.String } element => Says(element.GetString()),
            JsonElement element => SaysObject(element),
            _ => false,
        };

    private static bool BeginsWithWord(string text)
    {
        var rest = text.AsSpan().TrimStart();
        return rest.StartsWith(Word, StringComparison.OrdinalIgnoreCase)
            && (rest.Length == Word.Length || !char.IsLetterOrDigit(rest[Word.Length]));
    }

    private static bool SaysObject(string text)
    {
        if (
            !text.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal)
            || !text.Contains(Word, StringComparison.OrdinalIgnoreCase)
        )
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return SaysObject(document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool SaysObject(JsonElement element) =>
        element.ValueKind is JsonValueKind.Object
        && (
            (
                element.TryGetProperty(Word, out var error)
                && error.ValueKind is not (JsonValueKind.Null or JsonValueKind.False)
            )
            || Array.Exists(
                Flags,
                flag =>
                    element.TryGetProperty(flag, out var value)
                    && value.ValueKind is JsonValueKind.True
            )
        );
}
