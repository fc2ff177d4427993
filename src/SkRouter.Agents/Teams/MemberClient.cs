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

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        run.CheckTime();
        return base.GetStreamingResponseAsync(messages, Named(options), cancellationToken);
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
