using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Protocols;

/// <summary>
/// Represents a tool that the caller runs and that one wire protocol has its own words for, such as a shell or an editor. Connectors of that protocol send
/// its definition unchanged; every other deployment sees a function of the same meaning.
/// </summary>
internal sealed class NativeFunction(string name, string description, JsonElement schema)
    : AIFunctionDeclaration
{
    /// <summary>Gets one of <see cref="WireProtocols"/>.</summary>
    public required string Protocol { get; init; }

    /// <summary>
    /// Gets the entry in the protocol's list of tools; null if the request already contains it elsewhere, in the entry of its group or in the conversation.
    /// </summary>
    public JsonElement? Definition { get; init; }

    public override string Name => name;

    public override string Description => description;

    public override JsonElement JsonSchema => schema;
}
