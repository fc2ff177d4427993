using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkRouter.Tests.Recordings;

/// <summary>One recorded request for a chat completion and its answer.</summary>
internal sealed record RecordedExchange(
    string File,
    string Conversation,
    int Index,
    int Status,
    string Model,
    string Body,
    bool Streamed
)
{
    public string Name => FormattableString.Invariant($"{File}/{Conversation}/{Index}");

    public static IReadOnlyDictionary<string, RecordedExchange> All { get; } =
        (RecordingsFolder.Path is { } folder ? Read(folder) : []).ToDictionary(
            exchange => exchange.Name,
            StringComparer.Ordinal
        );

    private static IEnumerable<RecordedExchange> Read(string folder)
    {
        foreach (
            var file in Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal)
        )
        {
            var line = 0;
            foreach (var text in System.IO.File.ReadLines(file))
            {
                line++;
                var conversation = JsonNode.Parse(text)!;
                var index = 0;
                foreach (var exchange in conversation["exchanges"]!.AsArray())
                {
                    if (From(file, line, conversation, exchange!, index++) is { } read)
                    {
                        yield return read;
                    }
                }
            }
        }
    }

    private static RecordedExchange? From(
        string file,
        int line,
        JsonNode conversation,
        JsonNode exchange,
        int index
    )
    {
        var path = (string?)exchange["path"] ?? "";
        if (
            !path.Contains("chat/completions", StringComparison.Ordinal)
            || exchange["request"] is not JsonObject request
            || exchange["response"] is not { } response
        )
        {
            return null;
        }

        var streamed = response.GetValueKind() == JsonValueKind.String;
        return new(
            FormattableString.Invariant($"{Path.GetFileNameWithoutExtension(file)}:{line}"),
            (string)conversation["conversation"]!,
            index,
            (int)exchange["status"]!,
            (string?)request["model"] ?? "recorded",
            streamed ? (string)response! : response.ToJsonString(),
            streamed
        );
    }
}
