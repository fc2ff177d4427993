using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Relay;
using SkRouter.Protocols;
using SkRouter.Relay;
using SkRouter.Resilience;

namespace SkRouter.Connectors.Wire;

/// <summary>One deployment as a chat client: writes with a protocol, sends to an endpoint, reads with the protocol. It never retries.</summary>
internal sealed class WireChatClient(
    IWireProtocol protocol,
    ProviderEndpoint endpoint,
    string modelId,
    Speaker speaker,
    ChatRelay? relay = null
) : IChatClient
{
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
        var request = Prepare(messages, options, streaming: false);
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        var body =
            await BoundedBody
                .ReadAsync(response.Content, endpoint.MaxResponseBytes, cancellationToken)
                .ConfigureAwait(false)
            ?? throw endpoint.Errors.TooLarge("an answer", endpoint.MaxResponseBytes);
        var answer =
            request.Relayed is not null && PlainChatAnswer.Read(body) is { } plain
                ? plain
                : Read(body);
        answer.AdditionalProperties = ResponseNotes.Add(
            answer.AdditionalProperties,
            request.Dropped,
            response.Headers,
            endpoint.Secrets
        );
        return answer;
    }

    /// <summary>An answer; one that came as events although nobody asked for a stream is put together.</summary>
    private ChatResponse Read(byte[] body) =>
        UnaskedEvents.Begin(body)
            ? UnaskedEvents.Read(body, protocol.OpenStream(), endpoint.Errors).ToChatResponse()
            : Read(Parse(body));

    private ChatResponse Read(JsonElement root)
    {
        if (AnswerErrors.In(root) is { } error)
        {
            throw endpoint.Errors.FromAnswer(error, midStream: false);
        }
        var answer = protocol.Read(root);
        answer.RawRepresentation ??= root;
        return answer;
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var signals = ProviderSignals.Current;
        var request = Prepare(messages, options, streaming: true);
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        using var body = new BoundedEventStream(
            await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false),
            endpoint
        );
        var stream = protocol.OpenStream();
        var notes = ResponseNotes.Add(null, request.Dropped, response.Headers, endpoint.Secrets);
        if (await body.StartsWithJsonAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (
                var update in await WholeAsync(body, stream, cancellationToken)
                    .ConfigureAwait(false)
            )
            {
                notes = ResponseNotes.MoveTo(update, notes);
                yield return update;
            }
            yield break;
        }
        var events = SseParser.Create(body, (_, data) => WireEvent.Read(stream, data, signals));
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
            var error = AnswerErrors.InEvent(data);
            foreach (var update in stream.Read(data))
            {
                if (error is not null)
                {
                    // What it consumed counts; an end that an error explains is none.
                    update.FinishReason = null;
                }
                notes = ResponseNotes.MoveTo(update, notes);
                yield return update;
            }
            if (error is { } failed)
            {
                throw endpoint.Errors.FromAnswer(failed, midStream: true);
            }
        }
        foreach (var update in stream.Complete())
        {
            yield return update;
        }
    }

    /// <summary>What came as one JSON value although a stream was asked for: an answer, or the events as an array.</summary>
    private async Task<IEnumerable<ChatResponseUpdate>> WholeAsync(
        BoundedEventStream body,
        IWireStream stream,
        CancellationToken cancellationToken
    )
    {
        using var bytes = new MemoryStream();
        await body.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
        var root = Parse(bytes.ToArray());
        return root.ValueKind is JsonValueKind.Array
            ? UnaskedEvents.Read([.. root.EnumerateArray()], stream, endpoint.Errors)
            : Read(root).ToChatResponseUpdates();
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType == typeof(Speaker) ? speaker
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <summary>Connections are shared and belong to the pool.</summary>
    public void Dispose() { }

    public override string ToString() => $"{endpoint.Provider}/{modelId}";

    /// <summary>The client's own bytes if they can go on as they are, else what was read of them written anew.</summary>
    private Prepared Prepare(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options,
        bool streaming
    )
    {
        if (
            relay is not null
            && messages is IReadOnlyList<ChatMessage> list
            && RelayedRequest.In(options, this) is { } relayed
            && relay.Of(relayed, list, options!, streaming) is { } content
        )
        {
            return new(Written: null, content);
        }
        var own = options?.Clone() ?? new ChatOptions();
        own.ModelId ??= modelId;
        return new(Write([.. messages], own, streaming), Relayed: null);
    }

    /// <summary>What is passed through as its author wrote it (schemas, fields of another protocol) may have any form. One that this protocol cannot say is the request's fault, not the provider's.</summary>
    private WireRequest Write(IReadOnlyList<ChatMessage> messages, ChatOptions own, bool streaming)
    {
        try
        {
            return protocol.Write(messages, own, streaming);
        }
        catch (Exception exception)
            when (exception
                    is InvalidOperationException
                        or FormatException
                        or OverflowException
                        or InvalidCastException
                        or KeyNotFoundException
                        or JsonException
            )
        {
            throw new UndeliverableRequestException(
                $"A schema or setting of the request does not have the form that the provider '{endpoint.Provider}' takes: {exception.Message}"
            );
        }
    }

    private Task<HttpResponseMessage> SendAsync(
        Prepared request,
        CancellationToken cancellationToken
    ) =>
        request.Written is { } written
            ? endpoint.SendAsync(written, cancellationToken)
            : endpoint.SendAsync(relay!.Path, request.Relayed!, headers: null, cancellationToken);

    private JsonElement Parse(byte[] body)
    {
        try
        {
            return JsonElement.Parse(WireJson.WellFormed(body));
        }
        catch (JsonException exception)
        {
            throw endpoint.Errors.Unreadable("an answer that is not JSON", exception);
        }
    }

    private readonly record struct Prepared(WireRequest? Written, RelayContent? Relayed)
    {
        public IReadOnlyList<string> Dropped => Written?.Dropped ?? [];
    }
}
