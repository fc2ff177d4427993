using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Wire;

/// <summary>One deployment as a chat client: writes with a protocol, sends to an endpoint, reads with the protocol. It never retries.</summary>
internal sealed class WireChatClient(
    IWireProtocol protocol,
    ProviderEndpoint endpoint,
    string modelId
) : IChatClient
{
    /// <summary>Every answer of any protocol has one of these, a blocked one of Gemini's included.</summary>
    private static readonly string[] AnswerMembers =
    [
        "choices",
        "output",
        "content",
        "candidates",
        "promptFeedback",
    ];

    private readonly ChatClientMetadata _metadata = new(
        endpoint.Provider,
        endpoint.BaseUrl,
        modelId
    );

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var request = Write(messages, options, streaming: false);
        using var response = await endpoint
            .SendAsync(request, cancellationToken)
            .ConfigureAwait(false);
        var body = await response
            .Content.ReadAsByteArrayAsync(cancellationToken)
            .ConfigureAwait(false);
        var root = Parse(body);
        if (IsFailure(root))
        {
            throw endpoint.Errors.FromAnswer(root, midStream: false);
        }
        var answer = protocol.Read(root);
        answer.RawRepresentation ??= root;
        answer.AdditionalProperties = ResponseNotes.Add(
            answer.AdditionalProperties,
            request.Dropped,
            response.Headers,
            endpoint.Secrets
        );
        return answer;
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var request = Write(messages, options, streaming: true);
        using var response = await endpoint
            .SendAsync(request, cancellationToken)
            .ConfigureAwait(false);
        using var body = await response
            .Content.ReadAsStreamAsync(cancellationToken)
            .ConfigureAwait(false);
        var stream = protocol.OpenStream();
        var notes = ResponseNotes.Add(null, request.Dropped, response.Headers, endpoint.Secrets);
        var events = SseParser.Create(body, (_, data) => WireEvent.Read(stream, data));
        await foreach (var item in events.EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            if (item.Data.Text is { } text)
            {
                notes = ResponseNotes.MoveTo(text, notes);
                yield return text;
                continue;
            }
            if (item.Data.Json is not { } data)
            {
                continue;
            }
            foreach (var update in stream.Read(data))
            {
                notes = ResponseNotes.MoveTo(update, notes);
                yield return update;
            }
            if (IsError(data))
            {
                throw endpoint.Errors.FromAnswer(data.Member("response") ?? data, midStream: true);
            }
        }
        foreach (var update in stream.Complete())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <summary>Connections are shared and belong to the pool.</summary>
    public void Dispose() { }

    public override string ToString() => $"{endpoint.Provider}/{modelId}";

    private WireRequest Write(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        bool streaming
    )
    {
        var own = options?.Clone() ?? new ChatOptions();
        own.ModelId ??= modelId;
        return protocol.Write([.. messages], own, streaming);
    }

    private JsonElement Parse(byte[] body)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException exception)
        {
            throw endpoint.Errors.Unreadable("an answer that is not JSON", exception);
        }
    }

    private static bool IsError(JsonElement data) =>
        data.Member("error") is { ValueKind: JsonValueKind.Object }
        || data.Text("object") is "error"
        || data.Text("type") is "error" or "response.failed";

    /// <summary>Something in place of an answer, or a response that says it failed.</summary>
    private static bool IsFailure(JsonElement root) =>
        (
            root.Text("status") is "failed"
            && root.Member("error") is { ValueKind: JsonValueKind.Object }
        ) || !AnswerMembers.Any(name => root.Member(name) is not null);
}
