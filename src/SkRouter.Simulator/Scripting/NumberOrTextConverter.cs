using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SkRouter.Simulator.Scripting;

/// <summary>Lets a script say <c>"requests": 3</c> as well as <c>"requests": "1-4"</c>.</summary>
internal sealed class NumberOrTextConverter : JsonConverter<string>
{
    public override string? Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) =>
        reader.TokenType switch
        {
            JsonTokenType.Number when reader.TryGetInt32(out var number) => number.ToString(
                CultureInfo.InvariantCulture
            ),
            JsonTokenType.String => reader.GetString(),
            _ => throw new JsonException("expected a whole number or a text such as \"1-4\""),
        };

    public override void Write(
        Utf8JsonWriter writer,
        string value,
        JsonSerializerOptions options
    ) => writer.WriteStringValue(value);
}
