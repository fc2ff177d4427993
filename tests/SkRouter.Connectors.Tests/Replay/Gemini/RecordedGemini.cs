using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkRouter.Connectors.Tests.Replay.Gemini;

/// <summary>Recorded generateContent and streamGenerateContent of Gemini's.</summary>
internal sealed class RecordedGemini : IRecordedProtocol
{
    public string? PathOf(RecordedExchange exchange)
    {
        var path = exchange.Path.Split('?')[0];
        var models = path.IndexOf("models/", StringComparison.Ordinal);
        return
            exchange.Method == "POST"
            && models >= 0
            && path.EndsWith("enerateContent", StringComparison.Ordinal)
            ? path[models..]
            : null;
    }

    public KnownProvider ProviderOf(RecordedExchange exchange) => KnownProviders.Get("google");

    public ReadRequest Read(RecordedExchange exchange, string provider)
    {
        var path = PathOf(exchange)!;
        return new GeminiRequestReader(
            provider,
            path["models/".Length..path.IndexOf(':', StringComparison.Ordinal)],
            path.EndsWith(":streamGenerateContent", StringComparison.Ordinal)
        ).Read(exchange.Request);
    }

    public JsonNode Normalise(JsonNode request) => GeminiRequestNormaliser.Normalise(request);

    public Answer Expect(JsonElement answer) => ExpectStream([answer]);

    public Answer ExpectStream(IReadOnlyList<JsonElement> events)
    {
        var candidates = events.Select(data => data.List("candidates").FirstOrDefault()).ToList();
        var parts = candidates.SelectMany(candidate => candidate.List("content", "parts")).ToList();
        var usage = events
            .LastOrDefault(data => data.At("usageMetadata") is not null)
            .At("usageMetadata");
        var calls = parts.Where(part => part.At("functionCall") is not null).ToList();
        var id = events[0].String("responseId");
        var thoughts = Count("thoughtsTokenCount");
        return new Answer
        {
            Id = id,
            Model = events[0].String("modelVersion"),
            Text = string.Concat(
                parts.Where(part => !part.True("thought")).Select(part => part.String("text"))
            ),
            Reasoning = string.Concat(
                parts.Where(part => part.True("thought")).Select(part => part.String("text"))
            ),
            Signatures = string.Join(
                " ",
                parts
                    .Where(part =>
                        part.At("text") is not null || part.At("functionCall") is not null
                    )
                    .Select(part => part.String("thoughtSignature"))
                    .Where(signature => signature is not null)
            ),
            Calls =
            [
                .. calls.Select(
                    (part, index) =>
                        Answer.Call(
                            part.String("functionCall", "id") ?? $"call_{id}_{index}",
                            part.String("functionCall", "name"),
                            part.At("functionCall", "args") ?? JsonElement.Parse("{}")
                        )
                ),
            ],
            Finish = events.Any(data => data.At("promptFeedback", "blockReason") is not null)
                ? "content_filter"
                : Finish(candidates, calls.Count > 0),
            Input = usage is null
                ? null
                : Count("promptTokenCount") + Count("toolUsePromptTokenCount"),
            Output = usage is null ? null : Count("candidatesTokenCount") + thoughts,
            Cached = Answer.Positive(Count("cachedContentTokenCount")),
            ReasoningTokens = Answer.Positive(thoughts),
            OwnBlocks =
            [
                .. parts
                    .Where(part =>
                        part.At("text") is null
                        && part.At("functionCall") is null
                        && part.At("inlineData") is null
                    )
                    .Select(JsonShape.Canonical),
            ],
        };

        long Count(string name) => usage?.Long(name) ?? 0;
    }

    private static string? Finish(IEnumerable<JsonElement> candidates, bool hasCalls) =>
        candidates
            .Select(candidate => candidate.String("finishReason"))
            .LastOrDefault(reason => reason is not null) switch
        {
            "STOP" => hasCalls ? "tool_calls" : "stop",
            "MAX_TOKENS" => "length",
            "SAFETY"
            or "RECITATION"
            or "BLOCKLIST"
            or "PROHIBITED_CONTENT"
            or "SPII"
            or "IMAGE_SAFETY" => "content_filter",
            var other => other?.ToLowerInvariant(),
        };
}
