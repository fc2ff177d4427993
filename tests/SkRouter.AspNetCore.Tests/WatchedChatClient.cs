using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Tests;

/// <summary>Shows what a model is asked.</summary>
internal sealed class WatchedChatClient(
    IChatClient inner,
    Action<IReadOnlyList<ChatMessage>, ChatOptions?> watch
) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        List<ChatMessage> asked = [.. messages];
        watch(asked, options);
        return base.GetResponseAsync(asked, options, cancellationToken);
    }

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        List<ChatMessage> asked = [.. messages];
        watch(asked, options);
        return base.GetStreamingResponseAsync(asked, options, cancellationToken);
    }
}
