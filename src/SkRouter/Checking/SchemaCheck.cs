using System.Text.Json;

namespace SkRouter.Checking;

/// <summary>A check by a JSON schema.</summary>
internal sealed class SchemaCheck : IResultCheck
{
    private readonly JsonElement _schema;

    public SchemaCheck(JsonElement schema)
    {
        _schema = schema.Clone();
        if (SchemaValidator.UnknownKeyword(_schema) is { } keyword)
        {
            throw new ArgumentException(
                $"The keyword '{keyword}' of the schema is not checked. Leave it out, or write a check of your own.",
                nameof(schema)
            );
        }
    }

    public string Name => "JsonSchema";

    public ValueTask<string?> CheckAsync(WorkResult result, CancellationToken cancellationToken) =>
        ValueTask.FromResult(
            JsonResultCheck.Parse(result.Text) is { } json
                ? new SchemaValidator(_schema).Fault(_schema, json, "$")
                : "it is not JSON"
        );
}
