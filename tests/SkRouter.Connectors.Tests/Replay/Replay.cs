using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Registration;
using SkRouter.Connectors.Tests.Replay.Anthropic;
using SkRouter.Connectors.Tests.Replay.Chat;
using SkRouter.Connectors.Tests.Replay.Gemini;
using SkRouter.Connectors.Tests.Replay.Responses;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Tests.Replay;

/// <summary>Runs one recorded exchange through its connector and lists every difference.</summary>
internal static class Replay
{
    private static readonly IRecordedProtocol[] Protocols =
    [
        new RecordedChat(),
        new RecordedAnthropic(),
        new RecordedGemini(),
        new RecordedResponses(),
    ];

    public static IRecordedProtocol? ProtocolOf(RecordedExchange exchange) =>
        Array.Find(Protocols, protocol => protocol.PathOf(exchange) is not null);

    public static async Task<IReadOnlyList<string>> DifferencesAsync(RecordedExchange exchange)
    {
        if (ProtocolOf(exchange) is not { } protocol)
        {
            return ["no connector for this path"];
        }
        try
        {
            return await CompareAsync(exchange, protocol);
        }
        catch (Exception exception)
        {
            return
            [
                $"threw {exception.GetType().Name}: {exception.Message} {exception.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("SkRouter", StringComparison.Ordinal))}",
            ];
        }
    }

    public static async Task<ChatResponse> AskAsync(
        RecordedExchange exchange,
        IRecordedProtocol protocol,
        ReplayHandler handler
    )
    {
        var provider = protocol.ProviderOf(exchange);
        using var http = new HttpClient(handler);
        using var connections = new ProviderConnections(TimeProvider.System);
        using var client = new ProviderClients(connections, TimeProvider.System).Create(
            provider,
            "configured-model",
            Options(exchange, protocol, http)
        );
        var read = HasRequest(exchange)
            ? protocol.Read(exchange, provider.Name)
            : new ReadRequest([new(ChatRole.User, "Hello")], new(), exchange.IsStream);
        return read.Streaming
            ? await client
                .GetStreamingResponseAsync(read.Messages, read.Options)
                .ToChatResponseAsync()
            : await client.GetResponseAsync(read.Messages, read.Options);
    }

    /// <summary>A few recordings lack the request's body: there only the answer can be compared.</summary>
    private static bool HasRequest(RecordedExchange exchange) =>
        exchange.Request.ValueKind == JsonValueKind.Object;

    private static ProviderOptions Options(
        RecordedExchange exchange,
        IRecordedProtocol protocol,
        HttpClient http
    ) =>
        new()
        {
            ApiKey = "sk-recorded",
            HttpClient = http,
            PromptCaching = false,
            BaseUrl = new Uri(
                "https://provider.test"
                    + exchange.Path[
                        ..exchange.Path.LastIndexOf(
                            protocol.PathOf(exchange)!,
                            StringComparison.Ordinal
                        )
                    ]
            ),
        };

    private static async Task<IReadOnlyList<string>> CompareAsync(
        RecordedExchange exchange,
        IRecordedProtocol protocol
    )
    {
        var handler = new ReplayHandler(exchange);
        var differences = new List<string>();
        try
        {
            var answer = Answer.Of(await AskAsync(exchange, protocol, handler));
            var expected = exchange.IsStream
                ? protocol.ExpectStream(RecordedStream.Events(exchange.Body))
                : protocol.Expect(exchange.Response);
            differences.AddRange(expected.DifferencesTo(answer));
            if (RecordedErrors.IsIn(exchange))
            {
                differences.Add("the recorded error was not thrown");
            }
        }
        catch (NotSupportedException) when (exchange.Status >= 400)
        {
            // What the provider refused is refused before it is sent.
            return [];
        }
        catch (ProviderException error) when (RecordedErrors.IsIn(exchange))
        {
            differences.AddRange(RecordedErrors.Differences(exchange, error));
        }
        differences.AddRange(RequestDifferences(exchange, protocol, handler));
        return differences;
    }

    private static IEnumerable<string> RequestDifferences(
        RecordedExchange exchange,
        IRecordedProtocol protocol,
        ReplayHandler handler
    )
    {
        if (handler.Address?.AbsolutePath != exchange.Path.Split('?')[0])
        {
            yield return $"request path: recorded {exchange.Path}, sent {handler.Address?.AbsolutePath}";
        }
        if (!HasRequest(exchange))
        {
            yield break;
        }
        var recorded = protocol.Normalise(JsonNode.Parse(exchange.Request.GetRawText())!);
        var sent = protocol.Normalise(JsonNode.Parse(handler.Sent.GetRawText())!);
        foreach (var difference in JsonShape.Differences(recorded, sent, "$"))
        {
            yield return difference;
        }
    }
}
