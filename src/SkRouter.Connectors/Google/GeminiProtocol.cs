using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Google;

/// <summary>Gemini's own <c>generateContent</c>.</summary>
internal sealed class GeminiProtocol(KnownProvider provider, ProviderOptions options)
    : IWireProtocol
{
    private readonly GeminiRequestWriter _writer = new(provider, options);

    public WireRequest Write(
        IReadOnlyList<ChatMessage> messages,
        ChatOptions options,
        bool streaming
    ) => _writer.Write(messages, options, streaming);

    public ChatResponse Read(JsonElement answer) => GeminiAnswer.Read(answer, provider.Name);

    public IWireStream OpenStream() => new GeminiStream(provider.Name);
}
