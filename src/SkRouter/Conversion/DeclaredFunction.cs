using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Conversion;

/// <summary>A tool that is only shown to a model: whoever called the router runs it.</summary>
internal sealed class DeclaredFunction(AIFunctionDeclaration declaration) : AIFunction
{
    public override string Name => declaration.Name;

    public override string Description => declaration.Description;

    public override JsonElement JsonSchema => declaration.JsonSchema;

    public override JsonElement? ReturnJsonSchema => declaration.ReturnJsonSchema;

    public override IReadOnlyDictionary<string, object?> AdditionalProperties =>
        declaration.AdditionalProperties;

    protected override ValueTask<object?> InvokeCoreAsync(
        AIFunctionArguments arguments,
        CancellationToken cancellationToken
    ) =>
        throw new InvalidOperationException(
            $"The tool '{Name}' is run by the router's caller, not by the router."
        );
}
