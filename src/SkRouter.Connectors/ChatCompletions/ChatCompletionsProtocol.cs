using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.ChatCompletions;

/// <summary>OpenAI's chat completions and everyone who speaks them.</summary>
internal sealed class ChatCompletionsProtocol(KnownProvider provider, ProviderOptions options)
    : IWireProtocol
{
    private readonly ChatCompletionsRequestWriter _writer = new(provider, options);

    public WireRequest Write(
        IReadOnlyList<ChatMessage> messages,
        ChatOptions options,
        bool streaming
    ) => _writer.Write(messages, options, streaming);

    public ChatResponse Read(JsonElement answer) =>
        ChatCompletionsAnswer.Read(answer, provider.Name);

    public IWireStream OpenStream() => new ChatCompletionsStream(provider.Name);
}
