using System.Text.Json.Nodes;
using SkRouter.Tests.Recordings;

namespace SkRouter.Tests.Spend;

/// <summary>Every recorded answer with success, of every API.</summary>
internal static class RecordedBodies
{
    public static IEnumerable<RecordedBody> All()
    {
        foreach (
            var file in Directory
                .EnumerateFiles(RecordingsFolder.Path!, "*.jsonl")
                .Order(StringComparer.Ordinal)
        )
        {
            var line = 0;
            foreach (var text in File.ReadLines(file))
            {
                line++;
                var index = 0;
                foreach (var exchange in JsonNode.Parse(text)!["exchanges"]!.AsArray())
                {
                    index++;
                    if ((int)exchange!["status"]! == 200 && exchange["response"] is { } response)
                    {
                        var provider = Path.GetFileNameWithoutExtension(file);
                        yield return new(
                            FormattableString.Invariant($"{provider}:{line}/{index}"),
                            provider,
                            (string)exchange["path"]!,
                            response is JsonValue streamed
                                ? (string)streamed!
                                : response.ToJsonString()
                        );
                    }
                }
            }
        }
    }
}
