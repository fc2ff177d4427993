using Microsoft.Extensions.AI;

namespace SkRouter.Tests.Budgets;

/// <summary>Lets others run before it answers, so that many calls are really under way at once.</summary>
internal sealed class UnhurriedChatClient(IChatClient inner) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        for (var turn = 0; turn < 10; turn++)
        {
            await Task.Yield();
        }

        return await base.GetResponseAsync(messages, options, cancellationToken);
    }
}
