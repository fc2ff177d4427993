using Microsoft.Extensions.AI;

namespace SkRouter.Cli.Commands.Route;

/// <summary>Stands where an app would have a provider's client, so that there is something to decide between. Asking it is a fault of ours.</summary>
internal sealed class StandInChatClient(string deployment) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => throw Asked();

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => throw Asked();

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() { }

    private InvalidOperationException Asked() =>
        new($"The command line decides only; '{deployment}' must not be asked.");
}
