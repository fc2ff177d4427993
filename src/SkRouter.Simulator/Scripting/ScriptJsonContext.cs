using System.Text.Json;
using System.Text.Json.Serialization;

namespace SkRouter.Simulator.Scripting;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    RespectNullableAnnotations = true
)]
[JsonSerializable(typeof(SimulatorScript))]
internal sealed partial class ScriptJsonContext : JsonSerializerContext;
