using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Access;
using SkRouter.Balancing;
using SkRouter.Budgets;
using SkRouter.Catalog;
using SkRouter.Classification;
using SkRouter.Escalation;
using SkRouter.Filters;
using SkRouter.Loops;
using SkRouter.Policies;
using SkRouter.Resilience;
using SkRouter.Responses;
using SkRouter.Routing;
using SkRouter.Spend;
using SkRouter.Telemetry;

namespace SkRouter.DependencyInjection;

/// <summary>Adds the router to a kernel or an app.</summary>
public static class SkRouterServiceExtensions
{
    /// <summary>Adds the router. Models may be registered before or after it; calling it again adds to what was said before.</summary>
    /// <param name="builder">The kernel's builder.</param>
    /// <param name="configure">Defines roles and deployments; null for one role over all models.</param>
    public static IKernelBuilder AddSkRouter(
        this IKernelBuilder builder,
        Action<RouterBuilder>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSkRouter(configure);
        return builder;
    }

    /// <summary>Adds the router as a configuration section describes it.</summary>
    /// <param name="builder">The kernel's builder.</param>
    /// <param name="configuration">The section, with <c>Roles</c>, <c>Deployments</c> and so on.</param>
    /// <param name="configure">Adds to what the section says.</param>
    public static IKernelBuilder AddSkRouter(
        this IKernelBuilder builder,
        IConfiguration configuration,
        Action<RouterBuilder>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSkRouter(configuration, configure);
        return builder;
    }

    /// <summary>Adds the router as a configuration section describes it.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configuration">The section, with <c>Roles</c>, <c>Deployments</c> and so on.</param>
    /// <param name="configure">Adds to what the section says.</param>
    public static IServiceCollection AddSkRouter(
        this IServiceCollection services,
        IConfiguration configuration,
        Action<RouterBuilder>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services.AddSkRouter(router =>
        {
            new SectionCheck(router.SectionFaults).Check(configuration).Bind(router.Options);
            foreach (var name in router.Options.Roles.Keys.ToArray())
            {
                router.Role(name, static _ => { });
            }

            configure?.Invoke(router);
        });
    }

    /// <summary>Adds the router. Models may be registered before or after it; calling it again adds to what was said before.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Defines roles and deployments; null for one role over all models.</param>
    public static IServiceCollection AddSkRouter(
        this IServiceCollection services,
        Action<RouterBuilder>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        var registration = services
            .Select(descriptor =>
                descriptor.IsKeyedService ? null : descriptor.ImplementationInstance
            )
            .OfType<RouterRegistration>()
            .FirstOrDefault();
        if (registration is null)
        {
            registration = new(services);
            services.AddSingleton(registration);
            AddCore(services, registration);
        }

        configure?.Invoke(new(services, registration));
        return services;
    }

    private static void AddCore(IServiceCollection services, RouterRegistration registration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.TryAddSingleton<ITaskClassifier>(static _ =>
            LearnedTaskClassifier.CreateShipped()
        );
        services.TryAddSingleton<IApiKeyStore, InMemoryApiKeyStore>();
        services.TryAddSingleton<IAdminStore, InMemoryAdminStore>();
        services.TryAddSingleton<IOwnershipStore, InMemoryOwnershipStore>();
        services.TryAddSingleton<IResponseStore>(provider => new InMemoryResponseStore(
            provider.GetRequiredService<TimeProvider>(),
            InMemoryResponseStore.DefaultMaxBytes
        ));
        services.TryAddSingleton<ISpendLedger>(provider => new InMemoryLedger(
            registration.Options.InMemoryLedgerCapacity
        ));
        services.TryAddSingleton<ISpendReport>(static provider =>
            provider.GetRequiredService<ISpendLedger>() as ISpendReport
            ?? throw new InvalidOperationException(
                $"The app's {nameof(ISpendLedger)} gives no reports: let it implement {nameof(ISpendReport)} too, or register one."
            )
        );
        services.AddSingleton(static provider => new RouterMetrics(
            RouterFactory.ModelOf(provider),
            provider.GetRequiredService<RouterBudgets>(),
            provider.GetService<IMeterFactory>()
        ));
        services.AddSingleton<IModelInvocationFilter, TelemetryFilter>();
        services.AddSingleton<IModelInvocationFilter, SpendFilter>();
        services.AddSingleton(static provider => new AbilityKeeper(
            provider.GetService<IAbilityStore>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger<ModelRouter>()
        ));
        services.AddSingleton(static provider =>
            provider.GetRequiredService<AbilityKeeper>().Abilities
        );
        services.AddSingleton<Verbosity>();
        services.AddSingleton(static _ => new RunHistories());
        services.AddSingleton(RouterFactory.CreateEscalations);
        services.AddSingleton(static provider =>
            provider.GetRequiredService<EscalationKeeper>().Escalations
        );
        services.AddSingleton(static provider => new RunOutcomes(
            provider.GetRequiredService<Escalations>()
        ));
        services.AddSingleton<CandidateAssessor>();
        services.AddSingleton(RouterFactory.CreatePolicies);
        services.AddSingleton(provider => new PromptCaches(
            provider.GetRequiredService<TimeProvider>(),
            registration.Options.PromptCacheWarmFor
        ));
        services.AddSingleton(static provider => new OutcomeLearning(
            provider.GetRequiredService<Abilities>(),
            provider.GetRequiredService<Verbosity>(),
            provider.GetRequiredService<RoutingPolicies>().Steadiness,
            provider.GetRequiredService<PromptCaches>(),
            provider.GetRequiredService<Escalations>()
        ));
        services.AddSingleton(RouterFactory.CreateChecks);
        services.AddSingleton(RouterFactory.CreateModel);
        services.AddSingleton<RouterModelSource>();
        services.TryAddSingleton<IBudgetStore>(static provider => new InMemoryBudgetStore(
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(RouterFactory.CreateBudgets);
        services.AddSingleton<RouterRuns>();
        services.AddSingleton(RouterFactory.CreateRoleUpdate);
        services.AddSingleton(static provider => new RouterHealth(RouterFactory.ModelOf(provider)));
        services.AddSingleton(RouterFactory.CreateRouter);
        services.AddSingleton(static provider => new KnownTargets(RouterFactory.ModelOf(provider)));
        services.AddSingleton<RoutedServiceSelector>();
        services.AddSingleton<IAIServiceSelector>(static provider =>
            provider.GetRequiredService<RoutedServiceSelector>()
        );
        services.AddSingleton<IChatClientSelector>(static provider =>
            provider.GetRequiredService<RoutedServiceSelector>()
        );
        services.AddSingleton<IValidateOptions<SkRouterOptions>, StartValidation>();
        services.AddOptions<SkRouterOptions>().ValidateOnStart();
        registration.AddOwn(
            services,
            ServiceDescriptor.Singleton<IChatCompletionService>(static provider =>
                provider.GetRequiredService<ModelRouter>()
            )
        );
        registration.AddOwn(
            services,
            ServiceDescriptor.Singleton<IChatClient>(static provider =>
                provider.GetRequiredService<ModelRouter>()
            )
        );
    }
}
