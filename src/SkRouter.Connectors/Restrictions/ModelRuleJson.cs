using System.Text.Json.Serialization;

namespace SkRouter.Connectors.Restrictions;

[JsonSerializable(typeof(ModelRuleFile))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class ModelRuleJson : JsonSerializerContext;
