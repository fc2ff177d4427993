using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SkRouter.Balancing;
using SkRouter.Classification;
using SkRouter.Filters;
using SkRouter.Pipeline;
using SkRouter.Policies;
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
            return new RouterModelBuilder(
                registration.Options,
                services,
                services.GetRequiredService<TimeProvider>(),
                Random(services),
                services.GetRequiredService<ILoggerFactory>().CreateLogger<ModelRouter>()
            ).Build(registration.Scan);
        });

    public static Func<RouterModel> ModelOf(IServiceProvider services)
    {
        var model = services.GetRequiredService<Lazy<RouterModel>>();
        return () => model.Value;
    }

    public static ModelRouter CreateRouter(IServiceProvider services)
    {
        var options = services.GetRequiredService<RouterRegistration>().Options;
        var time = services.GetRequiredService<TimeProvider>();
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger<ModelRouter>();
        var random = Random(services);
        var model = ModelOf(services);
        var stages = new RoundTripStages(
            new IdentifyStage([.. services.GetServices<ICallerSource>()]),
            new ProfileStage(services.GetRequiredService<ITaskClassifier>()),
            new RankStage(new WeightedBalancer(random), random),
            new AttemptStage(time, options.LongestTotalWait, options.WaitOutOutages, logger),
            new SettleStage(time, logger),
            model
        );
        var filters = FilterChain.Build(
            [.. services.GetServices<IModelInvocationFilter>()],
            stages.RunAsync
        );
        return new(
            new RoundTrips(stages, filters, time),
            model,
            services.GetRequiredService<ISpendLedger>()
        );
    }

    private static Func<double> Random(IServiceProvider services) =>
        (services.GetService<RandomSource>() ?? RandomSource.Shared).NextDouble;
}
