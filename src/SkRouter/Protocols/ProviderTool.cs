using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Protocols;

/// <summary>Represents a tool in the words of its provider or protocol, such as web search, code execution or MCP.</summary>
/// <param name="provider">The provider that has the tool, or one of <see cref="WireProtocols"/> for every provider that speaks it. For others it is left out and noted.</param>
/// <param name="definition">The tool's entry in the request's list of tools.</param>
public sealed class ProviderTool(string provider, JsonElement definition) : AITool
{
    /// <summary>Gets the provider or protocol that has the tool.</summary>
    public string Provider { get; } = provider;

    /// <summary>Gets the entry in the request's list of tools.</summary>
    public JsonElement Definition { get; } = definition;

    /// <summary>Gets whether the request makes no sense without the tool, so that a deployment without it must refuse the request.</summary>
    internal bool IsNeeded { get; init; }

    /// <inheritdoc/>
    public override string Name =>
        Definition.ValueKind == JsonValueKind.Object
            ? Text("name") ?? Text("type") ?? base.Name
            : base.Name;

    private string? Text(string member) =>
        Definition.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
