using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using SkRouter.Checking;
using SkRouter.Routing;

namespace SkRouter.Agents;

/// <summary>Makes agents of role definitions.</summary>
public static class RoleAgentExtensions
{
    /// <summary>Makes an agent that has the role's name, instructions, settings and tools.</summary>
    /// <param name="role">The role.</param>
    /// <param name="client">The role's chat client, e.g. the router's view of the role.</param>
    /// <param name="tools">What the app offers; the agent gets those that its role names.</param>
    /// <param name="roundTrips">How many round trips one tool loop may take; null for the framework's default.</param>
    /// <exception cref="InvalidOperationException">The role names a tool that the app does not offer.</exception>
    public static AIAgent CreateAgent(
        this RoleDefinition role,
        IChatClient client,
        IEnumerable<AITool>? tools = null,
        int? roundTrips = null
    ) => role.CreateAgent(client, tools, roundTrips, more: null, router: null);

    /// <param name="role">The role.</param>
    /// <param name="client">Its chat client.</param>
    /// <param name="tools">What the app offers.</param>
    /// <param name="roundTrips">How many round trips one tool loop may take.</param>
    /// <param name="more">Tools that the agent gets whether or not its role names them.</param>
    /// <param name="router">The router whose role it is, so that the role's result checks hold for each of its tasks; null if that is not known.</param>
    internal static AIAgent CreateAgent(
        this RoleDefinition role,
        IChatClient client,
        IEnumerable<AITool>? tools,
        int? roundTrips,
        IEnumerable<AITool>? more,
        ModelRouter? router
    )
    {
        ArgumentNullException.ThrowIfNull(role);
        ArgumentNullException.ThrowIfNull(client);
        List<AITool> found = [.. OfferedTools.Find(role, tools ?? []), .. more ?? []];
        return new ChatClientAgent(
            router is null
                ? WithToolLoop(client, roundTrips)
                : WithToolLoop(client, roundTrips).WithCheckedWork(router, role.Name),
            new ChatClientAgentOptions
            {
                Name = role.Name,
                Description = role.Description,
                ChatOptions = new()
                {
                    Instructions = role.Instructions.Length == 0 ? null : role.Instructions,
                    Tools = found.Count == 0 ? null : found,
                    Temperature = role.Settings.Temperature,
                    TopP = role.Settings.TopP,
                    MaxOutputTokens = role.Settings.MaxOutputTokens,
                },
            }
        );
    }

    private static FunctionInvokingChatClient WithToolLoop(IChatClient client, int? roundTrips)
    {
        var loop = new FunctionInvokingChatClient(client);
        if (roundTrips is { } most)
        {
            loop.MaximumIterationsPerRequest = most;
        }

        return loop;
    }
}
