using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Wire;

/// <summary>One provider protocol: how a conversation is written and an answer read. It does no I/O.</summary>
internal interface IWireProtocol
{
    WireRequest Write(IReadOnlyList<ChatMessage> messages, ChatOptions options, bool streaming);

    ChatResponse Read(JsonElement answer);

    IWireStream OpenStream();
}
