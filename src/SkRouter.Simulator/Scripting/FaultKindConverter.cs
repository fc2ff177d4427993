using System.Text.Json;
using System.Text.Json.Serialization;

namespace SkRouter.Simulator.Scripting;

/// <summary>Reads fault kinds by name, and names them all when one is wrong.</summary>
internal sealed class FaultKindConverter : JsonConverter<FaultKind>
{
    public override FaultKind Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return
            text is not null
            && !char.IsAsciiDigit(text.FirstOrDefault())
            && Enum.TryParse<FaultKind>(text, ignoreCase: true, out var kind)
            ? kind
            : throw new JsonException(
                $"'{text}' is no kind of fault; use {string.Join(", ", Enum.GetNames<FaultKind>().Select(JsonNamingPolicy.CamelCase.ConvertName))}"
            );
    }

    public override void Write(
        Utf8JsonWriter writer,
        FaultKind value,
        JsonSerializerOptions options
    ) => writer.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));
}
