using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SkRouter.Balancing;
using SkRouter.Budgets;
using SkRouter.Catalog;
using SkRouter.Classification;
using SkRouter.Escalation;
using SkRouter.Filters;
using SkRouter.Loops;
using SkRouter.Pipeline;
using SkRouter.Policies;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.Spend;

namespace SkRouter.DependencyInjection;

/// <summary>Puts the router together for one container.</summary>
internal static class RouterFactory
{
    /// <summary>The model is made on first use: resolving the app's chat services any earlier would ask for the router that is being made.</summary>
    public static Lazy<RouterModel> CreateModel(IServiceProvider services) =>
        new(() =>
        {
            var registration = services.GetRequiredService<RouterRegistration>();
            var built = new RouterModelBuilder(
                registration.Options,
                services,
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<RoutingPolicies>(),
                services.GetRequiredService<ILoggerFactory>().CreateLogger<ModelRouter>()
            ).Build(registration.Scan, registration.SectionFaults);
            Listen(built, services);
            services.GetRequiredService<ActiveChecks>().Start(built.Catalog.All);
            return built;
        });

    public static RoleUpdate CreateRoleUpdate(IServiceProvider services) =>
        new(
            services.GetRequiredService<RouterModelSource>(),
            services.GetRequiredService<RouterRegistration>().Options,
            services.GetRequiredService<RoutingPolicies>(),
            RoleChecks.Of(services),
            services.GetRequiredService<RouterBudgets>()
        );

    public static ActiveChecks CreateChecks(IServiceProvider services)
    {
        var time = services.GetRequiredService<TimeProvider>();
        return new(
            // The ledger may be the app's own and want the router, which is still being made here.
            new(
                services.GetRequiredService<ISpendLedger>,
                time,
                new(services.GetRequiredService<RouterRegistration>().Options.Times)
            ),
            time,
            Random(services),
            services.GetRequiredService<ILoggerFactory>().CreateLogger<ModelRouter>()
        );
    }

    private static void Listen(RouterModel model, IServiceProvider services)
    {
        var health = services.GetRequiredService<RouterHealth>();
        foreach (var deployment in model.Catalog.All)
        {
            deployment.Health.Changed = () => health.Raise(deployment);
        }
    }

    public static Func<RouterModel> ModelOf(IServiceProvider services)
    {
        var source = services.GetRequiredService<RouterModelSource>();
        return () => source.Current;
    }

    public static ModelRouter CreateRouter(IServiceProvider services)
    {
        var options = services.GetRequiredService<RouterRegistration>().Options;
        var time = services.GetRequiredService<TimeProvider>();
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger<ModelRouter>();
        var random = Random(services);
        var model = ModelOf(services);
        var stages = new RoundTripStages(
            new IdentifyStage(
                [.. services.GetServices<ICallerSource>()],
                services.GetRequiredService<RouterRuns>()
            ),
            new ProfileStage(services.GetRequiredService<ITaskClassifier>()),
            new LoopStage(
                new(new(services.GetServices<IToolCallKey>())),
                services.GetRequiredService<RunHistories>(),
                logger
            ),
            new StrongerStage(services.GetRequiredService<RunHistories>()),
            new EscalationStage(services.GetRequiredService<Escalations>()),
            new RankStage(
                new(Balancer(options, random), services.GetRequiredService<PromptCaches>()),
                services.GetRequiredService<CandidateAssessor>(),
                services.GetRequiredService<RoutingPolicies>().Steadiness,
                random
            ),
            CreateReserve(services, options, logger),
            new AttemptStage(
                time,
                new(options.LongestTotalWait, options.WaitOutOutages),
                new(services.GetRequiredService<OutcomeLearning>()),
                random,
                logger
            ),
            new SettleStage(time, logger),
            services.GetRequiredService<OutcomeLearning>(),
            time,
            model
        );
        var filters = FilterChain.Build(
            [.. services.GetServices<IModelInvocationFilter>()],
            stages.RunAsync
        );
        return new(
            new RoundTrips(stages, filters, time),
            model,
            services.GetRequiredService<ISpendLedger>(),
            services.GetRequiredService<RouterHealth>(),
            services.GetRequiredService<OutcomeLearning>(),
            services
        );
    }

    public static RouterBudgets CreateBudgets(IServiceProvider services)
    {
        var options = services.GetRequiredService<RouterRegistration>().Options;
        // What is wrong is reported with all other faults; a router without them must not fail for it first.
        var faults = new List<string>();
        ConfiguredBudgets.Check(options, new([]), faults);
        return new(
            services.GetRequiredService<IBudgetStore>(),
            faults.Count == 0 ? ConfiguredBudgets.Of(options) : [],
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger<ModelRouter>(),
            services.GetRequiredService<ISpendLedger>() as ISpendReport
        );
    }

    private static ReserveStage CreateReserve(
        IServiceProvider services,
        SkRouterOptions options,
        ILogger<ModelRouter> logger
    )
    {
        var worstCase = new WorstCase(
            services.GetRequiredService<Verbosity>(),
            options.AssumedOutputTokens
        );
        var gate = new BudgetGate(
            services.GetRequiredService<RouterBudgets>(),
            worstCase,
            services.GetRequiredService<TimeProvider>(),
            logger
        );
        return new(gate, worstCase);
    }

    // A wrong name is reported with all other faults when the model is built, before any balancer is used.
    private static IDeploymentBalancer Balancer(SkRouterOptions options, Func<double> random) =>
        DeploymentBalancers.Make(random).TryGetValue(options.Balancing, out var balancer)
            ? balancer
            : new WeightedBalancer(random);

    public static RoutingPolicies CreatePolicies(IServiceProvider services) =>
        new(services.GetServices<IRoutingPolicy>(), Random(services));

    public static EscalationKeeper CreateEscalations(IServiceProvider services) =>
        new(
            new(services.GetRequiredService<RunHistories>(), Random(services)),
            services.GetService<IEscalationStore>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger<ModelRouter>()
        );

    private static Func<double> Random(IServiceProvider services) =>
        (services.GetService<RandomSource>() ?? RandomSource.Shared).NextDouble;
}
