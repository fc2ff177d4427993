using System.Text.Json;

namespace SkRouter.Connectors.Tests.Replay;

internal static class Recordings
{
    public static IReadOnlyList<string> Providers { get; } =
        RecordingsFolder.Path is { } folder
            ?
            [
                .. Directory
                    .EnumerateFiles(folder, "*.jsonl")
                    .Select(file => Path.GetFileNameWithoutExtension(file)!)
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    public static IReadOnlyList<RecordedExchange> All { get; } = [.. Providers.SelectMany(Read)];

    private static IEnumerable<RecordedExchange> Read(string provider)
    {
        var file = Path.Combine(RecordingsFolder.Path!, provider + ".jsonl");
        foreach (var line in File.ReadLines(file).Where(line => !string.IsNullOrWhiteSpace(line)))
        {
            var conversation = JsonElement.Parse(line);
            var index = 0;
            foreach (var exchange in conversation.GetProperty("exchanges").EnumerateArray())
            {
                yield return Read(provider, conversation, exchange, index++);
            }
        }
    }

    private static RecordedExchange Read(
        string provider,
        JsonElement conversation,
        JsonElement exchange,
        int index
    ) =>
        new(
            provider,
            conversation.GetProperty("conversation").GetString()!,
            index,
            exchange.GetProperty("method").GetString()!,
            exchange.GetProperty("path").GetString()!,
            exchange.GetProperty("request"),
            exchange.GetProperty("status").GetInt32(),
            exchange.GetProperty("response"),
            ContentType(exchange)
        );

    private static string ContentType(JsonElement exchange) =>
        exchange.TryGetProperty("response_headers", out var headers)
        && headers.ValueKind == JsonValueKind.Object
        && headers
            .EnumerateObject()
            .FirstOrDefault(header =>
                header.Name.Equals("content-type", StringComparison.OrdinalIgnoreCase)
            )
            is { Value.ValueKind: JsonValueKind.String } header
            ? header.Value.GetString()!
            : "application/json";
}
