using System.Text.Json;
using System.Text.Json.Serialization;
using SkRouter.Catalog;
using SkRouter.Pipeline;

namespace SkRouter.TestKit.Ledgers;

/// <summary>Everything that a record says, as text: two records are equal if their texts are.</summary>
public static class RecordText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Converters = { new DeploymentText() },
    };

    public static string Of(DecisionRecord record) => JsonSerializer.Serialize(record, Options);

    /// <summary>Of a deployment a record says who it is; its price and windows are the catalogue's.</summary>
    private sealed class DeploymentText : JsonConverter<Deployment>
    {
        public override Deployment Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => throw new NotSupportedException("Only written.");

        public override void Write(
            Utf8JsonWriter writer,
            Deployment value,
            JsonSerializerOptions options
        ) => writer.WriteStringValue($"{value.Key} | {value.Model} | {value.Provider}");
    }
}
