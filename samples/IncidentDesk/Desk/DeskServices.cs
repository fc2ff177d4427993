using IncidentDesk.Models;
using IncidentDesk.Reporting;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Agents;
using SkRouter.Connectors;
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
            services.AddProviderChatClient(
                model.Known.Name,
                model.Entry.Id,
                serviceId: model.Tier,
                configure: model.Configure
            );
        }

        services.AddSkRouter(router =>
        {
            router.AddAgentRoles(definitions).UseSqliteLedger(ledger);
            foreach (var role in definitions.Roles.Keys)
            {
                router.Role(role, StandBy);
            }

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
        void StandBy(RoleBuilder role)
        {
            foreach (var model in models.Where(static model => !Tiers.All.Contains(model.Tier)))
            {
                role.FallBackTo(model.Tier);
            }
        }

        services.AddSingleton<IModelInvocationFilter>(new RoundTripReporter(progress));
        return services.BuildServiceProvider();
    }
}
