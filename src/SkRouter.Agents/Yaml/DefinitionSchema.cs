using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkRouter.Agents.Yaml;

/// <summary>The JSON schema by which editors complete and check role and team files, made of the same table as the readers.</summary>
internal static class DefinitionSchema
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write() =>
        new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "A role or a team of SkRouter",
            ["oneOf"] = new JsonArray(Of(DefinitionKeys.Role), Of(DefinitionKeys.Team)),
        }.ToJsonString(Readable) + "\n";

    private static JsonObject Of(KeyGroup group)
    {
        var properties = new JsonObject();
        foreach (var key in group.Keys)
        {
            var type = Of(key);
            type["description"] = key.About;
            properties[key.Name] = type;
        }

        var schema = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
        var required = group.Keys.Where(static key => key.Required).ToList();
        if (required.Count > 0)
        {
            schema["required"] = new JsonArray([
                .. required.Select(static key => JsonValue.Create(key.Name)),
            ]);
        }

        return schema;
    }

    private static JsonObject Of(DefinitionKey key) =>
        key.Type switch
        {
            KeyType.Text when key.Words.Count > 0 => new()
            {
                ["enum"] = new JsonArray([
                    .. key.Words.Select(static word => JsonValue.Create(word)),
                ]),
            },
            KeyType.Text => new() { ["type"] = "string", ["minLength"] = 1 },
            KeyType.Flag => new() { ["type"] = "boolean" },
            KeyType.Number => Range("number", key),
            KeyType.WholeNumber => Range("integer", key),
            KeyType.Names => Names(),
            KeyType.Group => Of(key.Group!),
            KeyType.NamedGroups => new()
            {
                ["type"] = "object",
                ["additionalProperties"] = Of(key.Group!),
            },
            KeyType.NamedNumbers => new()
            {
                ["type"] = "object",
                ["additionalProperties"] = Range("number", key),
            },
            _ => new() { ["type"] = "object", ["additionalProperties"] = Names() },
        };

    private static JsonObject Names() =>
        new()
        {
            ["type"] = "array",
            ["minItems"] = 1,
            ["uniqueItems"] = true,
            ["items"] = new JsonObject { ["type"] = "string", ["minLength"] = 1 },
        };

    private static JsonObject Range(string type, DefinitionKey key) =>
        new()
        {
            ["type"] = type,
            ["minimum"] = key.Least,
            ["maximum"] = key.Most,
        };
}
