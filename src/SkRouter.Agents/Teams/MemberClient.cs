using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using SkRouter.Routing;

namespace SkRouter.Agents.Teams;

/// <summary>The model calls of one member: each carries the member's name and minds the team's time.</summary>
internal sealed class MemberClient(IChatClient inner, string agent, TeamRun run)
    : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        run.CheckTime();
        return base.GetResponseAsync(messages, Named(options), cancellationToken);
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        run.CheckTime();
        if (run.Streamed)
        {
            await foreach (
                var update in base.GetStreamingResponseAsync(
                        messages,
                        Named(options),
                        cancellationToken
                    )
                    .ConfigureAwait(false)
            )
            {
                yield return update;
            }

            yield break;
        }

        // Some shapes have their members stream for themselves. Where nobody sees it come, an answer is whole or another model's.
        var response = await base.GetResponseAsync(messages, Named(options), cancellationToken)
            .ConfigureAwait(false);
        string? message = null;
        foreach (var update in response.ToChatResponseUpdates())
        {
            // The usage comes last and says of no message; left so, it would become an empty one between a call and its result.
            message = update.MessageId ??= message;
            yield return update;
        }
    }

    private ChatOptions Named(ChatOptions? options)
    {
        var named = options?.Clone() ?? new();
        named.AdditionalProperties = new(named.AdditionalProperties ?? [])
        {
            [CarrierKeys.Agent] = agent,
        };
        return named;
    }
}
