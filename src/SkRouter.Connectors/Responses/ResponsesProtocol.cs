using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Responses;

/// <summary>OpenAI's Responses, and those who speak it. Nothing of the conversation needs to be stored there.</summary>
internal sealed class ResponsesProtocol(KnownProvider provider, ProviderOptions options)
    : IWireProtocol
{
    private readonly ResponsesRequestWriter _writer = new(provider, options);

    public WireRequest Write(
        IReadOnlyList<ChatMessage> messages,
        ChatOptions options,
        bool streaming
    ) => _writer.Write(messages, options, streaming);

    public ChatResponse Read(JsonElement answer) => ResponsesAnswer.Read(answer, provider.Name);

    public IWireStream OpenStream() => new ResponsesStream(provider.Name);
}
