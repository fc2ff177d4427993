using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using SkRouter.Agents.Teams;
using SkRouter.Routing;

namespace SkRouter.Agents;

/// <summary>Makes agents and teams whose every model call carries role, agent and run.</summary>
public static class RouterAgentExtensions
{
    /// <summary>
    /// Makes the agent of a role: with instructions, settings and tools where a file defines the role, else with its name and description. Each
    /// session of it is a run, unless a scope around the call names one.
    /// </summary>
    /// <param name="router">The router; its configuration includes <c>AddAgentRoles</c> or <c>UseAgentFramework</c>.</param>
    /// <param name="role">The role.</param>
    /// <param name="tools">Tools besides those that the app has registered as <see cref="AITool"/> or kernel plugin.</param>
    /// <exception cref="ArgumentException">There is no such role.</exception>
    /// <exception cref="InvalidOperationException">The role names a tool that the app does not offer.</exception>
    public static AIAgent CreateAgent(
        this ModelRouter router,
        string role,
        IEnumerable<AITool>? tools = null
    )
    {
        ArgumentNullException.ThrowIfNull(router);
        ArgumentException.ThrowIfNullOrWhiteSpace(role);
        return new AgentCatalog(router, tools).Agent(role);
    }

    /// <summary>
    /// Makes a team as one agent: it takes a question and gives the answers of its members, who work together in the team's shape. Each session
    /// of it is a run that all of its members share, unless a scope around the call names one.
    /// </summary>
    /// <param name="router">The router; its configuration includes <c>AddAgentRoles</c>.</param>
    /// <param name="team">The team.</param>
    /// <param name="tools">Tools besides those that the app has registered as <see cref="AITool"/> or kernel plugin.</param>
    /// <exception cref="ArgumentException">There is no such team.</exception>
    /// <exception cref="InvalidOperationException">A role names a tool that the app does not offer.</exception>
    public static AIAgent CreateTeam(
        this ModelRouter router,
        string team,
        IEnumerable<AITool>? tools = null
    )
    {
        ArgumentNullException.ThrowIfNull(router);
        ArgumentException.ThrowIfNullOrWhiteSpace(team);
        return new AgentCatalog(router, tools).Team(team);
    }
}
