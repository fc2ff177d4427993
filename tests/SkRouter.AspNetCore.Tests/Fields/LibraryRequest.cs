using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>Represents a request of an app that uses the router as a chat client.</summary>
internal sealed class LibraryRequest
{
    public List<ChatMessage> Messages { get; } = [new(ChatRole.User, "Hi")];

    public ChatOptions Options { get; } = new();
}
