using IncidentDesk.Models;
using IncidentDesk.Reporting;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Agents;
using SkRouter.Budgets;
using SkRouter.Connectors;
using SkRouter.DependencyInjection;
using SkRouter.Effects;
using SkRouter.Filters;
using SkRouter.Ledger.Sqlite;
using SkRouter.Ledger.Sqlite.Effects;

namespace IncidentDesk.Desk;

/// <summary>What an app does to use the router: register its models, add the router, give it the roles.</summary>
internal static class DeskServices
{
    public static ServiceProvider Build(DeskSetup setup, DeskProgress progress)
    {
        var models = setup.Models;
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
            router.AddAgentRoles(setup.Definitions).UseSqliteLedger(setup.Files.Ledger);
            router.Budget(
                "run",
                budget =>
                {
                    budget.Scope = BudgetScopeKind.Run;
                    budget.Name = setup.Run;
                    budget.Usd = setup.BudgetUsd;
                }
            );
            foreach (var role in setup.Definitions.Roles.Keys)
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
        services.AddSingleton<IEffectLedger>(_ => new SqliteEffectLedger(setup.Files.Effects));
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
