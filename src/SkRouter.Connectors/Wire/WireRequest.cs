using System.Text.Json.Nodes;

namespace SkRouter.Connectors.Wire;

/// <param name="Path">Below the provider's base address.</param>
/// <param name="Body">The request body.</param>
/// <param name="Dropped">Names of what the provider does not have and was left out.</param>
/// <param name="Headers">Headers that this request needs beyond the deployment's own.</param>
internal sealed record WireRequest(
    string Path,
    JsonObject Body,
    IReadOnlyList<string> Dropped,
    IReadOnlyDictionary<string, string>? Headers = null
);
