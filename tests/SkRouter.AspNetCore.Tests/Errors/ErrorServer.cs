using SkRouter.Connectors;

namespace SkRouter.AspNetCore.Tests.Errors;

/// <summary>The API over the five deployments of the table of errors.</summary>
public sealed class ErrorServer : IAsyncLifetime
{
    private static readonly (string Key, string Host, string ApiKey, long Window)[] Deployments =
    [
        ("one", "alpha", "k1", 8_000),
        ("twin", "alpha", "k1", 8_000),
        ("spare", "alpha", "k2", 8_000),
        ("other", "beta", "k3", 8_000),
        ("large", "gamma", "k4", 200_000),
    ];

    internal static IEnumerable<string> Keys => Deployments.Select(deployment => deployment.Key);

    internal ErrorUpstream Upstream { get; } = new();

    internal ApiServer Api { get; private set; } = null!;

    public async Task InitializeAsync() => Api = await StartAsync();

    public Task DisposeAsync() => Api.DisposeAsync().AsTask();

    /// <summary>Lets the deployments fail as a line of the table says, and makes them well again otherwise.</summary>
    internal async Task PrepareAsync(ErrorRow row)
    {
        Upstream.Recover();
        foreach (var key in Keys)
        {
            await Api.Router.Health.RestoreAsync(key);
        }

        Upstream.Fail("one", row.Fault);
        foreach (var (model, fault) in row.Others)
        {
            Upstream.Fail(model, fault);
        }
    }

    /// <summary>Starts again after a line whose limits nothing but time makes forgotten.</summary>
    internal async Task RenewAsync(ErrorRow row)
    {
        if (row.Fault.Headers.Length > 0)
        {
            await Api.DisposeAsync();
            Api = await StartAsync();
        }
    }

    private Task<ApiServer> StartAsync() =>
        ApiServer.StartAsync(
            router =>
            {
                router.Role(
                    "writer",
                    role => role.Prefer("one").FallBackTo("twin", "spare", "other", "large")
                );
                foreach (var (key, host, _, window) in Deployments)
                {
                    router.Deployment(
                        key,
                        deployment =>
                        {
                            deployment.Price(input: 1, output: 10);
                            deployment.Options.Provider = host;
                            deployment.Options.ContextWindow = window;
                            deployment.Options.Circuit.MinimumCalls = 2;
                            deployment.Options.Circuit.ReturnOver = TimeSpan.Zero;
                        }
                    );
                }
            },
            services =>
            {
                foreach (var (key, host, apiKey, _) in Deployments)
                {
                    services.AddProviderChatClient(
                        "openai",
                        key,
                        $"sk-{apiKey}-0123456789",
                        key,
                        options =>
                        {
                            options.BaseUrl = new Uri($"https://{host}.test/v1/");
                            options.HttpClient = new(Upstream, disposeHandler: false);
                        }
                    );
                }
            }
        );
}
