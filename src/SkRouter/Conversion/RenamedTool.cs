using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Conversion;

/// <summary>Represents a tool under a name that the provider takes.</summary>
internal sealed class RenamedTool(AIFunctionDeclaration tool, string name) : AIFunctionDeclaration
{
    public override string Name => name;

    public override string Description => tool.Description;

    public override JsonElement JsonSchema => tool.JsonSchema;

    public override JsonElement? ReturnJsonSchema => tool.ReturnJsonSchema;

    public override IReadOnlyDictionary<string, object?> AdditionalProperties =>
        tool.AdditionalProperties;
}
