using System.Text.Json;
using System.Text.Json.Serialization;

namespace SkRouter.Simulator.Scripting;

/// <summary>Reads one of several choices by name, and names them all when one is wrong.</summary>
internal abstract class ChoiceConverter<T>(string noun) : JsonConverter<T>
    where T : struct, Enum
{
    public override T Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return
            text is not null
            && !char.IsAsciiDigit(text.FirstOrDefault())
            && Enum.TryParse<T>(text, ignoreCase: true, out var choice)
            ? choice
            : throw new JsonException(
                $"'{text}' is no {noun}; use {string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName))}"
            );
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));
}
