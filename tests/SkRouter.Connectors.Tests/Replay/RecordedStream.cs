using System.Text.Json;

namespace SkRouter.Connectors.Tests.Replay;

/// <summary>The events of a recorded stream, split by hand.</summary>
internal static class RecordedStream
{
    public static IReadOnlyList<JsonElement> Events(string body) =>
        [
            .. body.Split('\n')
                .Select(line => line.TrimEnd('\r'))
                .Where(line => line.StartsWith("data:", StringComparison.Ordinal))
                .Select(line => line["data:".Length..].Trim())
                .Where(data => data.StartsWith('{'))
                .Select(data => JsonElement.Parse(data)),
        ];
}
