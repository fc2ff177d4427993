using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using SkRouter.Loops;
using SkRouter.Routing;

namespace SkRouter.Plugin;

/// <summary>
/// Tools through which an agent sees and steers its own routing: <c>list_models</c>, <c>explain_last_route</c>, <c>spend_so_far</c>, <c>remaining_budget</c>,
/// <c>request_stronger_model</c>, <c>delegate_to_role</c>. They know by themselves which agent and run they work for.
/// </summary>
public static class RouterToolExtensions
{
    /// <summary>Name of the plugin, unless another is given.</summary>
    public const string DefaultPluginName = "router";

    /// <summary>The tools for chat clients, the Agent Framework and MCP servers.</summary>
    /// <param name="router">The router.</param>
    public static IReadOnlyList<AIFunction> CreateTools(this ModelRouter router)
    {
        ArgumentNullException.ThrowIfNull(router);
        var sources = router.Services.GetServices<ICallerSource>().ToArray();
        var options = router
            .Services.GetRequiredService<DependencyInjection.RouterRegistration>()
            .Options;
        return
        [
            ModelList.Tool(router),
            LastRoute.Tool(router, sources),
            SpendSoFar.Tool(router, sources),
            RemainingBudget.Tool(
                router.Budgets,
                router.Services.GetRequiredService<Budgets.RouterRuns>(),
                sources
            ),
            StrongerModel.Tool(
                router.Services.GetRequiredService<RunHistories>(),
                options,
                sources
            ),
            Delegation.Tool(router, sources),
        ];
    }

    /// <summary>The same tools as a Semantic Kernel plugin.</summary>
    /// <param name="router">The router.</param>
    /// <param name="name">The plugin's name.</param>
    public static KernelPlugin CreatePlugin(
        this ModelRouter router,
        string name = DefaultPluginName
    ) =>
        new RouterPlugin(name, router.CreateTools().Select(static tool => tool.AsKernelFunction()));
}
