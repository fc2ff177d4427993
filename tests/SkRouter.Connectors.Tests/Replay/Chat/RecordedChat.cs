using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkRouter.Connectors.Tests.Replay.Chat;

/// <summary>Recorded chat completions, of OpenAI and of everyone compatible.</summary>
internal sealed class RecordedChat : IRecordedProtocol
{
    private const string Path = "chat/completions";

    public string? PathOf(RecordedExchange exchange) =>
        exchange.Method == "POST" && exchange.Path.EndsWith("/" + Path, StringComparison.Ordinal)
            ? Path
            : null;

    public KnownProvider ProviderOf(RecordedExchange exchange) =>
        KnownProviders.All.FirstOrDefault(known => known.Name == exchange.Provider)
        ?? KnownProviders.Get("local");

    public ReadRequest Read(RecordedExchange exchange, string provider) =>
        new ChatRequestReader(provider).Read(exchange.Request);

    public JsonNode Normalise(JsonNode request) => ChatRequestNormaliser.Normalise(request);

    public Answer Expect(JsonElement answer)
    {
        var choice = answer.List("choices").FirstOrDefault();
        return new ChatAnswerExpectation().Add(choice, choice.At("message"), answer).Result();
    }

    public Answer ExpectStream(IReadOnlyList<JsonElement> events)
    {
        var expectation = new ChatAnswerExpectation();
        foreach (var chunk in events)
        {
            var choice = chunk.List("choices").FirstOrDefault();
            expectation.Add(choice, choice.At("delta"), chunk);
        }
        return expectation.Result();
    }
}
