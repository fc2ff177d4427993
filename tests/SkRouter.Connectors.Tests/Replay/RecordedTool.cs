using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Tests.Replay;

/// <summary>A tool as a recorded request declared it.</summary>
internal sealed class RecordedTool(
    string name,
    string? description,
    JsonElement schema,
    IReadOnlyDictionary<string, object?> extras
) : AIFunctionDeclaration
{
    public override string Name => name;

    public override string Description => description ?? "";

    public override JsonElement JsonSchema => schema;

    public override IReadOnlyDictionary<string, object?> AdditionalProperties => extras;
}
