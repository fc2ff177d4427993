using System.Text.Json.Nodes;

namespace SkRouter.AspNetCore.Tests.Fuzz;

/// <summary>Represents a request that the fuzzer begins with. Its body is changed in place.</summary>
internal sealed record FuzzRequest(
    string Path,
    JsonNode Body,
    IReadOnlyList<(string, string)> Headers
);
