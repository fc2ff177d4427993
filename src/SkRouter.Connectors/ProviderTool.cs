using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors;

/// <summary>A tool that the provider runs itself, given in the provider's own words (web search, code execution, MCP, ...).</summary>
/// <param name="provider">The provider that has the tool; for others it is left out and noted.</param>
/// <param name="definition">The tool's entry in the provider's list of tools.</param>
public sealed class ProviderTool(string provider, JsonElement definition) : AITool
{
    /// <summary>The provider that has the tool.</summary>
    public string Provider { get; } = provider;

    /// <summary>The entry in the provider's list of tools.</summary>
    public JsonElement Definition { get; } = definition;

    /// <inheritdoc/>
    public override string Name =>
        Definition.ValueKind == JsonValueKind.Object
        && Definition.TryGetProperty("name", out var name)
        && name.ValueKind == JsonValueKind.String
            ? name.GetString()!
            : base.Name;
}
