using IncidentDesk.Models;
using IncidentDesk.Reporting;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Agents;
using SkRouter.DependencyInjection;
using SkRouter.Filters;
using SkRouter.Ledger.Sqlite;

namespace IncidentDesk.Desk;

/// <summary>What an app does to use the router: register its models, add the router, give it the roles.</summary>
internal static class DeskServices
{
    public static ServiceProvider Build(
        IReadOnlyList<DeskModel> models,
        AgentDefinitions definitions,
        string ledger,
        DeskProgress progress
    )
    {
        var services = new ServiceCollection();
        foreach (var model in models)
        {
            services.AddKeyedSingleton(model.Tier, model.Client);
        }

        services.AddSkRouter(router =>
        {
            router.AddAgentRoles(definitions).UseSqliteLedger(ledger);
            foreach (var model in models)
            {
                router.Deployment(
                    model.Tier,
                    deployment =>
                        deployment.Price(
                            model.Entry.Input,
                            model.Entry.Output,
                            model.Entry.CacheRead
                        )
                );
            }
        });
        services.AddSingleton<IModelInvocationFilter>(new RoundTripReporter(progress));
        return services.BuildServiceProvider();
    }
}
