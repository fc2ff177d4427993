using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SkRouter.Pipeline;

namespace SkRouter.Ledger.Sqlite.Storage;

/// <summary>A record as JSON and back. What has its default value is left out, so that a plain round trip takes few bytes.</summary>
internal static class RecordJson
{
    public static JsonSerializerOptions Options { get; } =
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            // It goes into a file, not into a page.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter(), new DeploymentJson() },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(AllowMissing),
        };

    public static byte[] Write(DecisionRecord record) => RecordWriter.Write(record, Options);

    public static DecisionRecord Read(string json) =>
        JsonSerializer.Deserialize<DecisionRecord>(json, Options)!;

    public static DecisionRecord Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<DecisionRecord>(json, Options)!;

    private static void AllowMissing(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            property.IsRequired = false;
        }
    }
}
