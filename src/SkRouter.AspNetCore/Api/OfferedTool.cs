using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Api;

/// <summary>A tool that the client runs itself: the router passes on what it is, and the model's calls of it.</summary>
internal sealed class OfferedTool(
    string name,
    string description,
    JsonElement schema,
    IReadOnlyDictionary<string, object?>? properties
) : AIFunctionDeclaration
{
    private static readonly JsonElement NoParameters = JsonElement.Parse(
        """{"type":"object","properties":{}}"""
    );

    public override string Name => name;

    public override string Description => description;

    public override JsonElement JsonSchema =>
        schema.ValueKind is JsonValueKind.Object ? schema : NoParameters;

    public override IReadOnlyDictionary<string, object?> AdditionalProperties =>
        properties ?? base.AdditionalProperties;
}
