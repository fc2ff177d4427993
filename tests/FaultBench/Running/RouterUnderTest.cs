using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using OpenAI;
using SkRouter.Balancing;
using SkRouter.Catalog;
using SkRouter.DependencyInjection;
using SkRouter.FaultBench.Faults;
using SkRouter.Resilience;
using SkRouter.TestKit;

namespace SkRouter.FaultBench.Running;

/// <summary>A fresh router over real clients of the two providers: one through Semantic Kernel's connector, the other as a chat client.</summary>
internal sealed class RouterUnderTest : IDisposable
{
    public const string Role = "agent";
    private const string Key = "sk-fault-bench";

    private readonly List<HttpClient> _clients = [];
    private readonly Wire _wire;

    public RouterUnderTest(
        Providers providers,
        TimeProvider time,
        FaultScenario scenario,
        Mode mode
    )
    {
        _wire = providers.Wire;
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(new RandomSource(seed: 1));
        // Each client is the primary in one face and the fallback in the other.
        builder.Services.AddModel(
            Providers.Alpha,
            Client(providers.AlphaEndpoint, Providers.Alpha, mode.ChatClient)
        );
        builder.Services.AddModel(
            Providers.Beta,
            Client(providers.BetaEndpoint, Providers.Beta, !mode.ChatClient)
        );
        builder.AddSkRouter(router =>
        {
            router
                .Deployment(
                    Providers.Alpha,
                    deployment => deployment.Price(input: 1, output: 4).ContextWindow(8_000)
                )
                .Deployment(
                    Providers.Beta,
                    deployment =>
                        deployment
                            .Price(input: 2, output: 8)
                            .ContextWindow(128_000)
                            .Can(ModelCapabilities.All)
                );
            router.Role(
                Role,
                role =>
                {
                    role.Prefer(Providers.Alpha);
                    scenario.Configure(role);
                }
            );
        });
        Kernel = builder.Build();
        Kernel.Plugins.AddFromObject(Till, "Desk");
    }

    public Kernel Kernel { get; }

    public Till Till { get; } = new();

    public void Dispose()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }
    }

    private object Client(Uri endpoint, string model, bool asChatClient)
    {
        var http = new HttpClient(
            new ProviderHttpHandler(
                _wire.Over(new SocketsHttpHandler { AllowAutoRedirect = false })
            )
        )
        {
            // The router keeps all times; a second clock beneath it would only cut them short.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _clients.Add(http);
        var options = new OpenAIClientOptions
        {
            Endpoint = endpoint,
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            Transport = new HttpClientPipelineTransport(http),
        };
        var client = new OpenAIClient(new ApiKeyCredential(Key), options);
        return asChatClient
            ? client.GetChatClient(model).AsIChatClient()
            : new OpenAIChatCompletionService(model, client);
    }
}
