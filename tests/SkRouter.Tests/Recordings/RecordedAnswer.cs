using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkRouter.Tests.Recordings;

/// <summary>What a recorded answer says, read from its bytes without any SDK.</summary>
internal sealed record RecordedAnswer(
    string Text,
    IReadOnlyList<string> Calls,
    string? FinishReason,
    JsonObject? Usage
)
{
    public static RecordedAnswer Read(RecordedExchange exchange) =>
        exchange.Streamed ? FromEvents(exchange.Body) : FromJson(JsonNode.Parse(exchange.Body)!);

    /// <summary>The calls as Semantic Kernel's connector gives them: it turns every argument into text.</summary>
    public IReadOnlyList<string> CallsAsText => [.. Calls.Select(AsText)];

    public static string AsText(string call)
    {
        var brace = call.IndexOf('{', StringComparison.Ordinal);
        var arguments = JsonNode
            .Parse(call[brace..])!
            .AsObject()
            .Select(pair => $"{pair.Key}={TextOf(pair.Value)}");
        return call[..brace] + string.Join(';', arguments);
    }

    private static string TextOf(JsonNode? value)
    {
        var text = value?.GetValueKind() is JsonValueKind.String ? (string)value! : null;
        try
        {
            return Sorted(JsonNode.Parse(text ?? value?.ToJsonString() ?? "null"))?.ToJsonString()
                ?? "";
        }
        catch (JsonException)
        {
            return text!;
        }
    }

    /// <summary>One tool call in one spelling.</summary>
    public static string Call(string? id, string? name, string arguments) =>
        $"{id} {name} {Canonical(arguments)}";

    public long Count(params string[] path)
    {
        JsonNode? node = Usage;
        foreach (var name in path)
        {
            node = (node as JsonObject)?[name];
        }

        return node is null ? 0 : (long)node;
    }

    /// <summary>A kind of content part that OpenAI's SDK refuses to read; null if there is none.</summary>
    public static string? ForeignPart(RecordedExchange exchange) =>
        exchange.Body.Contains("\"type\":\"thinking\"", StringComparison.Ordinal)
            ? "thinking"
            : null;

    private static RecordedAnswer FromJson(JsonNode body)
    {
        var choice = body["choices"]![0]!;
        var message = choice["message"]!;
        var calls = (message["tool_calls"] as JsonArray ?? [])
            .Select(call => CallOf(call!))
            .ToArray();
        return new(
            TextIn(message["content"]),
            calls,
            (string?)choice["finish_reason"],
            body["usage"] as JsonObject
        );
    }

    private static RecordedAnswer FromEvents(string body)
    {
        var text = "";
        string? finish = null;
        JsonObject? usage = null;
        var calls = new SortedDictionary<int, (string? Id, string Name, string Arguments)>();
        foreach (var data in Events(body))
        {
            usage = data["usage"] as JsonObject ?? usage;
            if (data["choices"] is not JsonArray { Count: > 0 } choices)
            {
                continue;
            }

            finish = (string?)choices[0]!["finish_reason"] ?? finish;
            var delta = choices[0]!["delta"];
            text += TextIn(delta?["content"]);
            foreach (var call in delta?["tool_calls"] as JsonArray ?? [])
            {
                var index = (int?)call!["index"] ?? 0;
                calls.TryGetValue(index, out var known);
                calls[index] = (
                    known.Id ?? (string?)call["id"],
                    known.Name + (string?)call["function"]?["name"],
                    known.Arguments + (string?)call["function"]?["arguments"]
                );
            }
        }

        return new(
            text,
            [.. calls.Values.Select(call => Call(call.Id, call.Name, call.Arguments))],
            finish,
            usage
        );
    }

    /// <summary>Some providers send a list of parts, of which only the text is the answer.</summary>
    private static string TextIn(JsonNode? content) =>
        content is JsonArray parts
            ? string.Concat(
                parts
                    .Where(part => (string?)part!["type"] == "text")
                    .Select(part => (string?)part!["text"])
            )
            : (string?)content ?? "";

    private static IEnumerable<JsonNode> Events(string body) =>
        body.Split('\n')
            .Where(line => line.StartsWith("data:", StringComparison.Ordinal))
            .Select(line => line["data:".Length..].Trim())
            .Where(data => data.StartsWith('{'))
            .Select(data => JsonNode.Parse(data)!);

    private static string CallOf(JsonNode call) =>
        Call(
            (string?)call["id"],
            (string?)call["function"]!["name"],
            (string?)call["function"]!["arguments"] ?? ""
        );

    private static string Canonical(string arguments)
    {
        var node = JsonNode.Parse(string.IsNullOrWhiteSpace(arguments) ? "{}" : arguments);
        return Sorted(node)?.ToJsonString() ?? "null";
    }

    private static JsonNode? Sorted(JsonNode? node) =>
        node switch
        {
            JsonObject map => new JsonObject(
                map.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                    .Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))
            ),
            JsonArray list => new JsonArray([.. list.Select(Sorted)]),
            _ => node?.DeepClone(),
        };
}
