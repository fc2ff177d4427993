using System.Text.Json;
using System.Text.Json.Serialization;
using SkRouter.Catalog;

namespace SkRouter.Ledger.Sqlite.Storage;

/// <summary>Of a deployment the books keep who it was; its price and windows are the catalogue's.</summary>
internal sealed class DeploymentJson : JsonConverter<Deployment>
{
    public override Deployment Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        string? key = null;
        string? model = null;
        string? provider = null;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "key":
                    key = reader.GetString();
                    break;
                case "model":
                    model = reader.GetString();
                    break;
                case "provider":
                    provider = reader.GetString();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(key ?? "", model ?? key ?? "", new()) { Provider = provider };
    }

    public override void Write(
        Utf8JsonWriter writer,
        Deployment value,
        JsonSerializerOptions options
    ) => WriteTo(writer, value);

    public static void WriteTo(Utf8JsonWriter writer, Deployment value)
    {
        writer.WriteStartObject();
        writer.WriteString("key", value.Key);
        writer.WriteString("model", value.Model);
        if (value.Provider is { } provider)
        {
            writer.WriteString("provider", provider);
        }

        writer.WriteEndObject();
    }
}
