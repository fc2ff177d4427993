using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SkRouter.Simulator.Scripting;

/// <summary>How scripts are read.</summary>
internal static class ScriptJson
{
    // Not source-generated: generated code sets every init-only property and so loses the defaults of those that a script leaves out.
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public static JsonTypeInfo<SimulatorScript> Script { get; } =
        (JsonTypeInfo<SimulatorScript>)Options.GetTypeInfo(typeof(SimulatorScript));
}
