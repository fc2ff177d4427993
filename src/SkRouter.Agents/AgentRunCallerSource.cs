using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Agents.AI;
using SkRouter.Routing;

namespace SkRouter.Agents;

/// <summary>Knows the agent and session of a call from the Agent Framework's own run context.</summary>
internal sealed class AgentRunCallerSource : ICallerSource
{
    private readonly ConditionalWeakTable<AgentSession, string> _sessions = [];

    public CallerIdentity? Current =>
        AIAgent.CurrentRunContext is { } run
            ? new(run.Agent.Name, run.Session is { } session ? Id(session) : null)
            : null;

    // Sessions that live in memory have no id of their own.
    private string Id(AgentSession session) =>
        (session as ChatClientAgentSession)?.ConversationId
        ?? _sessions.GetValue(
            session,
            static _ => Guid.CreateVersion7().ToString("n", CultureInfo.InvariantCulture)
        );
}
