using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Api;

/// <summary>Reads the arguments of a tool call that an earlier answer made.</summary>
internal static class ToolArguments
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static FunctionCallContent Call(string id, string name, JsonField arguments)
    {
        if (arguments.IsObject)
        {
            return new(id, name, Dictionary(arguments.Value));
        }

        var text = arguments.AsText();
        if (string.IsNullOrWhiteSpace(text))
        {
            return new(id, name, new Dictionary<string, object?>());
        }

        try
        {
            using var json = JsonDocument.Parse(text, Strict);
            return json.RootElement.ValueKind is JsonValueKind.Object && !HasHalfCharacters(text)
                ? new(id, name, Dictionary(json.RootElement)) { RawRepresentation = text }
                : Unreadable(id, name, text, cause: null);
        }
        catch (JsonException exception)
        {
            return Unreadable(id, name, text, exception);
        }
    }

    private static bool HasHalfCharacters(string json) =>
        json.Contains("\\u", StringComparison.Ordinal)
        && BodyText.LoneSurrogate(Encoding.UTF8.GetBytes(json)) >= 0;

    // A model wrote it in an earlier turn; the next one is to see what was written.
    private static FunctionCallContent Unreadable(
        string id,
        string name,
        string text,
        JsonException? cause
    ) =>
        new(id, name)
        {
            Exception = cause ?? new JsonException("The arguments are no JSON object."),
            RawRepresentation = text,
        };

    private static Dictionary<string, object?> Dictionary(JsonElement json) =>
        json.EnumerateObject()
            .ToDictionary(
                member => member.Name,
                member => (object?)member.Value.Clone(),
                StringComparer.Ordinal
            );
}
