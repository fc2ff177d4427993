using Microsoft.Extensions.AI;
using SkRouter.Routing;

namespace SkRouter.Plugin;

/// <summary>Asks the role's models, with nothing but the task.</summary>
internal sealed class PlainRoleWorker(ModelRouter router) : IRoleWorker
{
    public async Task<string> WorkAsync(
        string role,
        string task,
        CancellationToken cancellationToken
    )
    {
        var response = await router
            .ForRole(role)
            .GetResponseAsync([new(ChatRole.User, task)], null, cancellationToken)
            .ConfigureAwait(false);
        return response.Text;
    }
}
