using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkRouter.Connectors.Tests.Replay.Responses;

/// <summary>Recorded Responses, of OpenAI, Azure and others.</summary>
internal sealed class RecordedResponses : IRecordedProtocol
{
    private const string Path = "responses";

    public string? PathOf(RecordedExchange exchange) =>
        exchange.Method == "POST" && exchange.Path.EndsWith("/" + Path, StringComparison.Ordinal)
            ? Path
            : null;

    public KnownProvider ProviderOf(RecordedExchange exchange) =>
        KnownProviders.All.FirstOrDefault(known => known.Name == $"{exchange.Provider}-{Path}")
        ?? KnownProviders.Get("openai-responses");

    public ReadRequest Read(RecordedExchange exchange, string provider) =>
        new ResponsesRequestReader(provider).Read(exchange.Request);

    public JsonNode Normalise(JsonNode request) => ResponsesRequestNormaliser.Normalise(request);

    public Answer Expect(JsonElement answer) => Of(answer, "");

    /// <summary>The last event repeats the whole response: the pieces must add up to it.</summary>
    public Answer ExpectStream(IReadOnlyList<JsonElement> events)
    {
        var end = events.LastOrDefault(data =>
            data.String("type") is "response.completed" or "response.incomplete"
        );
        if (end.At("response") is not { } whole)
        {
            return Cut(events);
        }
        // Thoughts are encrypted anew for the last event: what the stream itself gave counts.
        var seals = events
            .Where(data => data.String("type") == "response.output_item.done")
            .Select(data => data.String("item", "encrypted_content"))
            .Where(seal => seal is not null);
        return Of(whole, "\n\n") with
        {
            Signatures = string.Join(" ", seals),
            OwnBlocks = OwnBlocks(events, whole),
        };
    }

    private static bool IsOwn(JsonElement item) =>
        item.String("type") is not ("message" or "reasoning" or "function_call");

    /// <summary>The items that the stream finished, then those that only its end lists.</summary>
    private static List<string> OwnBlocks(IReadOnlyList<JsonElement> events, JsonElement whole)
    {
        var done = events
            .Where(data => data.String("type") == "response.output_item.done")
            .Select(data => data.GetProperty("item"))
            .Where(IsOwn)
            .ToList();
        var missed = whole
            .List("output")
            .Where(IsOwn)
            .GroupBy(item => item.String("type"))
            .SelectMany(group => group.Skip(done.Count(item => item.String("type") == group.Key)));
        return [.. done.Concat(missed).Select(JsonShape.Canonical)];
    }

    /// <summary>A stream that was left before its end: only what had been said.</summary>
    private static Answer Cut(IReadOnlyList<JsonElement> events)
    {
        var started = events.First(data => data.At("response") is not null).At("response")!.Value;
        return new Answer
        {
            Id = started.String("id"),
            Model = started.String("model"),
            Text = Deltas("response.output_text.delta"),
            Reasoning = Deltas("response.reasoning_summary_text.delta"),
        };

        string Deltas(string type) =>
            string.Concat(
                events
                    .Where(data => data.String("type") == type)
                    .Select(data => data.String("delta"))
            );
    }

    private static Answer Of(JsonElement root, string betweenThoughts)
    {
        var items = root.List("output").ToList();
        var calls = Typed("function_call").ToList();
        return new Answer
        {
            Id = root.String("id"),
            Model = root.String("model"),
            Text = string.Concat(
                Typed("message")
                    .SelectMany(item => item.List("content"))
                    .Select(part => part.String("text"))
            ),
            Reasoning = string.Concat(
                Typed("reasoning")
                    .Select(item =>
                        string.Join(
                            betweenThoughts,
                            item.List("summary")
                                .Concat(item.List("content"))
                                .Select(part => part.String("text"))
                        )
                    )
            ),
            Signatures = string.Join(
                " ",
                Typed("reasoning")
                    .Select(item => item.String("encrypted_content"))
                    .Where(seal => seal is not null)
            ),
            Calls =
            [
                .. calls.Select(item =>
                    Answer.Call(
                        item.String("call_id"),
                        item.String("name"),
                        JsonSerializer.SerializeToElement(Json.Arguments(item.String("arguments")!))
                    )
                ),
            ],
            Finish = root.String("status") switch
            {
                "completed" or "complete" => calls.Count > 0 ? "tool_calls" : "stop",
                "incomplete" => root.String("incomplete_details", "reason") == "content_filter"
                    ? "content_filter"
                    : "length",
                _ => null,
            },
            Input = root.Long("usage", "input_tokens"),
            Output = root.Long("usage", "output_tokens"),
            Cached = Answer.Positive(root.Long("usage", "input_tokens_details", "cached_tokens")),
            CacheWritten = Answer.Positive(
                root.Long("usage", "input_tokens_details", "cache_write_tokens")
            ),
            ReasoningTokens = Answer.Positive(
                root.Long("usage", "output_tokens_details", "reasoning_tokens")
            ),
            Cost = root.At("usage", "cost")?.GetDecimal(),
            OwnBlocks = [.. items.Where(IsOwn).Select(JsonShape.Canonical)],
        };

        IEnumerable<JsonElement> Typed(string type) =>
            items.Where(item => item.String("type") == type);
    }
}
