using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkRouter.Connectors.Tests.Replay;

/// <summary>Reads recordings of one protocol, independently of the connectors.</summary>
internal interface IRecordedProtocol
{
    /// <summary>The path below the provider's base address if this protocol speaks there, else nothing.</summary>
    string? PathOf(RecordedExchange exchange);

    KnownProvider ProviderOf(RecordedExchange exchange);

    ReadRequest Read(RecordedExchange exchange, string provider);

    /// <summary>Takes out what the README lists as a difference that means nothing.</summary>
    JsonNode Normalise(JsonNode request);

    Answer Expect(JsonElement answer);

    Answer ExpectStream(IReadOnlyList<JsonElement> events);
}
