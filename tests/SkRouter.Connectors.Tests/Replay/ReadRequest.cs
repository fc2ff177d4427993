using Microsoft.Extensions.AI;

namespace SkRouter.Connectors.Tests.Replay;

/// <summary>What an app would have said to get the recorded request sent.</summary>
internal sealed record ReadRequest(List<ChatMessage> Messages, ChatOptions Options, bool Streaming);
