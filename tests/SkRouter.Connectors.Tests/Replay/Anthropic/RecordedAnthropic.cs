using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkRouter.Connectors.Tests.Replay.Anthropic;

/// <summary>Recorded messages of Anthropic's.</summary>
internal sealed class RecordedAnthropic : IRecordedProtocol
{
    private const string Path = "messages";

    public string? PathOf(RecordedExchange exchange) =>
        exchange.Method == "POST"
        && exchange.Path.Split('?')[0].EndsWith("/" + Path, StringComparison.Ordinal)
            ? Path
            : null;

    public KnownProvider ProviderOf(RecordedExchange exchange) => KnownProviders.Get("anthropic");

    public ReadRequest Read(RecordedExchange exchange, string provider) =>
        new AnthropicRequestReader(provider).Read(exchange.Request);

    public JsonNode Normalise(JsonNode request) => AnthropicRequestNormaliser.Normalise(request);

    public Answer Expect(JsonElement answer) =>
        Of(answer, answer.List("content"), answer.String("stop_reason"), answer.At("usage"), null);

    public Answer ExpectStream(IReadOnlyList<JsonElement> events)
    {
        var start = events.First(data => data.String("type") == "message_start");
        var end = events.LastOrDefault(data => data.String("type") == "message_delta");
        return Of(
            start.GetProperty("message"),
            Blocks(events),
            end.String("delta", "stop_reason"),
            end.At("usage"),
            // A stream that was cut says nothing final.
            end.ValueKind == JsonValueKind.Object
                ? start.At("message", "usage")
                : null
        );
    }

    /// <summary>Grows the blocks of a stream by text alone, as anyone would with a pencil.</summary>
    private static List<JsonElement> Blocks(IReadOnlyList<JsonElement> events)
    {
        var blocks = new List<JsonObject>();
        var inputs = new Dictionary<int, StringBuilder>();
        foreach (var data in events)
        {
            if (data.At("content_block") is { } start)
            {
                blocks.Add(JsonNode.Parse(start.GetRawText())!.AsObject());
            }
            if (data.String("type") != "content_block_delta")
            {
                continue;
            }
            var at = (int)data.Long("index")!.Value;
            foreach (
                var (member, name) in new[]
                {
                    ("text", "text"),
                    ("thinking", "thinking"),
                    ("signature", "signature"),
                }
            )
            {
                if (data.String("delta", member) is { } more)
                {
                    blocks[at][name] = blocks[at][name].Text() + more;
                }
            }
            if (data.String("delta", "partial_json") is { } piece)
            {
                inputs.TryAdd(at, new StringBuilder());
                inputs[at].Append(piece);
            }
        }
        foreach (var (at, input) in inputs.Where(pair => pair.Value.Length > 0))
        {
            blocks[at]["input"] = JsonNode.Parse(input.ToString());
        }
        return [.. blocks.Select(block => JsonElement.Parse(block.ToJsonString()))];
    }

    private static Answer Of(
        JsonElement root,
        IEnumerable<JsonElement> content,
        string? stop,
        JsonElement? usage,
        JsonElement? first
    )
    {
        var blocks = content.ToList();
        var isCounted = (usage ?? first) is not null;
        var cached = Count("cache_read_input_tokens");
        var written = Count("cache_creation_input_tokens");
        return new Answer
        {
            Id = root.String("id"),
            Model = root.String("model"),
            Text = string.Concat(Typed("text").Select(block => block.String("text"))),
            Reasoning = string.Concat(Typed("thinking").Select(block => block.String("thinking"))),
            Signatures = string.Join(
                " ",
                blocks
                    .Where(block => block.String("type") is "thinking" or "redacted_thinking")
                    .Select(block => block.String("signature") ?? block.String("data"))
            ),
            Calls =
            [
                .. Typed("tool_use")
                    .Select(block =>
                        Answer.Call(
                            block.String("id"),
                            block.String("name"),
                            block.GetProperty("input")
                        )
                    ),
            ],
            Finish = stop switch
            {
                "end_turn" or "stop_sequence" => "stop",
                "tool_use" => "tool_calls",
                "max_tokens" or "model_context_window_exceeded" => "length",
                "refusal" => "content_filter",
                _ => stop,
            },
            Input = isCounted ? Count("input_tokens") + cached + written : null,
            Output = isCounted ? Count("output_tokens") : null,
            Cached = Answer.Positive(cached),
            CacheWritten = Answer.Positive(written),
            ReasoningTokens = Answer.Positive(
                usage?.Long("output_tokens_details", "thinking_tokens")
            ),
            OwnBlocks =
            [
                .. blocks
                    .Where(block =>
                        block.String("type")
                            is not ("text" or "thinking" or "redacted_thinking" or "tool_use")
                    )
                    .Select(JsonShape.Canonical),
            ],
        };

        long Count(string name) => usage?.Long(name) ?? first?.Long(name) ?? 0;

        IEnumerable<JsonElement> Typed(string type) =>
            blocks.Where(block => block.String("type") == type);
    }
}
