using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace SkRouter.AgentFramework.Tests;

/// <summary>Gives way to others a random number of times before each piece of an answer.</summary>
internal sealed class HesitatingClient(IChatClient inner, int seed) : DelegatingChatClient(inner)
{
    private readonly Random _random = new(seed);

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        await HesitateAsync();
        return await base.GetResponseAsync(messages, options, cancellationToken);
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await foreach (
            var update in base.GetStreamingResponseAsync(messages, options, cancellationToken)
        )
        {
            await HesitateAsync();
            yield return update;
        }
    }

    private async Task HesitateAsync()
    {
        int times;
        lock (_random)
        {
            times = _random.Next(8);
        }

        for (var i = 0; i < times; i++)
        {
            await Task.Yield();
        }
    }
}
