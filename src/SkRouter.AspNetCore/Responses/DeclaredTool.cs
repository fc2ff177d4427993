using System.Text.Json;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Represents a tool of a request that the client runs, before the names of all tools are known.</summary>
/// <param name="CallType">The type of its call items.</param>
/// <param name="Name">The tool's own name.</param>
/// <param name="Namespace">The group that the tool is in; null if it is in none.</param>
internal sealed record DeclaredTool(string CallType, string Name, string? Namespace)
{
    public required string Description { get; init; }

    /// <summary>Gets the parameters of the function that stands for the tool.</summary>
    public JsonElement Schema { get; init; }

    /// <summary>Gets the entry as the client wrote it; null if it is part of another entry or of the conversation.</summary>
    public JsonElement? Definition { get; init; }

    /// <summary>Gets a plain function's other fields; null for every other kind of tool.</summary>
    public IReadOnlyDictionary<string, object?>? Fields { get; init; }

    public bool IsPlainFunction => Fields is not null;
}
