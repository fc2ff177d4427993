using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Tests.Clients;

/// <summary>Tells how a stream of a model ended.</summary>
internal sealed class StoppedChatClient(IChatClient inner) : DelegatingChatClient(inner)
{
    private readonly TaskCompletionSource<bool> _stopped = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>Completes when a stream has ended: true if whoever asked for it gave it up.</summary>
    public Task<bool> Stopped => _stopped.Task;

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        try
        {
            await foreach (
                var update in base.GetStreamingResponseAsync(messages, options, cancellationToken)
            )
            {
                yield return update;
            }
        }
        finally
        {
            _stopped.TrySetResult(cancellationToken.IsCancellationRequested);
        }
    }
}
