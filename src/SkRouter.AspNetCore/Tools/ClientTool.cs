using System.Text.Json;

namespace SkRouter.AspNetCore.Tools;

/// <summary>Represents a documented tool that a protocol defines by its type alone and that the client runs, as the function of the same meaning.</summary>
/// <param name="Protocol">One of <see cref="SkRouter.Protocols.WireProtocols"/>.</param>
/// <param name="Type">The tool's type, or what its types begin with if it ends with an underscore.</param>
/// <param name="Name">The function's name.</param>
/// <param name="Description">The function's description.</param>
/// <param name="Parameters">The function's parameters as a JSON schema.</param>
internal sealed record ClientTool(
    string Protocol,
    string Type,
    string Name,
    string Description,
    JsonElement Parameters
)
{
    public bool Covers(string type) =>
        Type.EndsWith('_')
            ? type.StartsWith(Type, StringComparison.Ordinal)
                && type.Length > Type.Length
                && char.IsAsciiDigit(type[Type.Length])
            : type == Type;
}
