using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Anthropic;

/// <summary>Anthropic's messages.</summary>
internal sealed class AnthropicProtocol(KnownProvider provider, ProviderOptions options)
    : IWireProtocol
{
    private readonly AnthropicRequestWriter _writer = new(provider, options);

    public WireRequest Write(
        IReadOnlyList<ChatMessage> messages,
        ChatOptions options,
        bool streaming
    ) => _writer.Write(messages, options, streaming);

    public ChatResponse Read(JsonElement answer) => AnthropicAnswer.Read(answer, provider.Name);

    public IWireStream OpenStream() => new AnthropicStream(provider.Name);
}
