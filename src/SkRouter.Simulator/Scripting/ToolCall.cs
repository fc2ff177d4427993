using System.Text.Json;

namespace SkRouter.Simulator.Scripting;

/// <summary>A call of a tool in an answer.</summary>
public sealed record ToolCall
{
    /// <summary>
    /// The tool's name: <c>patch_file</c> or <c>Files.patch_file</c>. It becomes the advertised name that ends with it; a name that is not
    /// on offer is sent as it stands, as a model does that makes one up.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>The arguments: an object whose texts are templates, or one text that is sent as it stands after templating.</summary>
    public JsonElement? Arguments { get; init; }

    /// <summary>A call with its arguments.</summary>
    /// <param name="name">Name of the tool, with or without its plugin.</param>
    /// <param name="argumentsJson">The arguments, as a JSON object.</param>
    /// <exception cref="JsonException">The arguments are not JSON.</exception>
    public static ToolCall Of(string name, string argumentsJson = "{}")
    {
        using var document = JsonDocument.Parse(argumentsJson);
        return new() { Name = name, Arguments = document.RootElement.Clone() };
    }
}
