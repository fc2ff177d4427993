using Microsoft.Extensions.Configuration;
using SkRouter.Simulator;

namespace SkRouter.Cli.Commands.Serve;

/// <summary>Stands for the providers while there is no configuration: models that repeat what they are asked, at believable speed.</summary>
internal static class SimulatedProviders
{
    private const double TokensPerSecond = 200;
    private const double Jitter = 0.3;
    private static readonly TimeSpan FirstToken = TimeSpan.FromMilliseconds(120);

    /// <summary>Starts them and points the configuration's providers there.</summary>
    public static async Task<SimulatorServer> StartAsync(
        ServeConfiguration configuration,
        CancellationToken cancellation
    )
    {
        var providers = configuration
            .Root.GetSection($"{ServeConfiguration.RouterSection}:Providers")
            .GetChildren()
            .ToList();
        var simulator = await SimulatorServer
            .StartAsync(
                script =>
                {
                    foreach (var model in providers.SelectMany(Models))
                    {
                        script.Model(
                            model,
                            options => options.Speed(FirstToken, TokensPerSecond, Jitter)
                        );
                    }
                },
                cancellationToken: cancellation
            )
            .ConfigureAwait(false);
        foreach (var provider in providers)
        {
            provider["BaseUrl"] = simulator.Endpoint.ToString();
            provider["ApiKey"] = "simulated";
        }

        return simulator;

        static IEnumerable<string> Models(IConfigurationSection provider) =>
            provider
                .GetSection("Models")
                .GetChildren()
                .Concat(provider.GetSection("EmbeddingModels").GetChildren())
                .Select(model => model.Value!);
    }
}
