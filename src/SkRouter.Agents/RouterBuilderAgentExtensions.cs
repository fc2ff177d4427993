using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SkRouter.DependencyInjection;
using SkRouter.Plugin;
using SkRouter.Routing;

namespace SkRouter.Agents;

/// <summary>Brings the Agent Framework and role files to the router.</summary>
public static class RouterBuilderAgentExtensions
{
    /// <summary>Lets the router know which agent calls, and in which session, from the Agent Framework's run context.</summary>
    /// <param name="router">The router's builder.</param>
    public static RouterBuilder UseAgentFramework(this RouterBuilder router)
    {
        ArgumentNullException.ThrowIfNull(router);
        router.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<ICallerSource, AgentRunCallerSource>()
        );
        return router;
    }

    /// <summary>Defines the roles of a folder of role files, and what <see cref="UseAgentFramework"/> does.</summary>
    /// <param name="router">The router's builder.</param>
    /// <param name="folder">The folder.</param>
    /// <exception cref="AgentFileException">Something is wrong; the exception lists every fault of every file.</exception>
    public static RouterBuilder AddAgentRoles(this RouterBuilder router, string folder) =>
        Add(router, AgentFiles.Read(folder), folder);

    /// <summary>Defines roles that were read from files, and what <see cref="UseAgentFramework"/> does.</summary>
    /// <param name="router">The router's builder.</param>
    /// <param name="definitions">The roles.</param>
    public static RouterBuilder AddAgentRoles(
        this RouterBuilder router,
        AgentDefinitions definitions
    )
    {
        ArgumentNullException.ThrowIfNull(definitions);
        return Add(router, definitions, folder: null);
    }

    private static RouterBuilder Add(
        RouterBuilder router,
        AgentDefinitions definitions,
        string? folder
    )
    {
        router.UseAgentFramework();
        router.Services.AddSingleton(new AgentDefinitionSource(definitions, folder));
        router.Services.TryAddSingleton<IRoleWorker, AgentRoleWorker>();
        foreach (var role in definitions.Roles.Values)
        {
            router.Role(role.Name, builder => RoleOptionsOf.Write(role, builder.Options));
        }

        return router;
    }
}
