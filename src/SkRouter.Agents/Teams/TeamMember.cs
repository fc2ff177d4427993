using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace SkRouter.Agents.Teams;

/// <summary>An agent in a team: its turns count.</summary>
internal sealed class TeamMember(AIAgent inner, TeamRun run) : DelegatingAIAgent(inner)
{
    protected override Task<AgentResponse> RunCoreAsync(
        IEnumerable<ChatMessage> messages,
        AgentSession? session = null,
        AgentRunOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        run.BeginTurn();
        return base.RunCoreAsync(messages, session, options, cancellationToken);
    }

    protected override IAsyncEnumerable<AgentResponseUpdate> RunCoreStreamingAsync(
        IEnumerable<ChatMessage> messages,
        AgentSession? session = null,
        AgentRunOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        run.BeginTurn();
        return base.RunCoreStreamingAsync(messages, session, options, cancellationToken);
    }
}
