using System.Text.Json.Serialization;

namespace SkRouter.Connectors.Restrictions;

[JsonSerializable(typeof(ModelRuleFile))]
[JsonSerializable(typeof(DialectFile))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class RestrictionsJson : JsonSerializerContext;
