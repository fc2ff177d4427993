using SkRouter.Plugin;
using SkRouter.Routing;

namespace SkRouter.Agents;

/// <summary>Does delegated tasks with the role's own agent: its instructions, settings and tools.</summary>
internal sealed class AgentRoleWorker(ModelRouter router) : IRoleWorker
{
    public async Task<string> WorkAsync(
        string role,
        string task,
        CancellationToken cancellationToken
    )
    {
        var response = await router
            .CreateAgent(role)
            .RunAsync(task, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        return response.Text;
    }
}
