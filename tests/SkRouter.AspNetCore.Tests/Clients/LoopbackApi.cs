using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;
using SkRouter.Access;
using SkRouter.DependencyInjection;
using SkRouter.Pipeline;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests.Clients;

/// <summary>The API over scripted models on a port of this machine, for clients that bring their own HTTP.</summary>
internal sealed class LoopbackApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<IDisposable> _clients = [];

    private LoopbackApi(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public Uri Endpoint => new(Address, "/v1");

    public IServiceProvider Services => _app.Services;

    /// <summary>The model <c>m</c> under the roles <c>writer</c> and, as the default, <c>reader</c>.</summary>
    public static Task<LoopbackApi> StartAsync(ScriptedModel model, bool requireKey = false) =>
        StartAsync(new ScriptedChatClient(model), requireKey);

    public static Task<LoopbackApi> StartAsync(params ScriptedStep[] steps) =>
        StartAsync(new ScriptedModel(steps));

    public static async Task<LoopbackApi> StartAsync(IChatClient model, bool requireKey = false)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddModel("m", model);
        builder.Services.AddSkRouter(router =>
            router
                .Deployment("m", deployment => deployment.Price(input: 1, output: 10))
                .Role("writer", role => role.Prefer("m"))
                .Role("reader", role => role.Prefer("m"))
                .DefaultRole("reader")
        );
        builder.Services.AddSkRouterApi(options => options.AllowWithoutKey = !requireKey);
        var app = builder.Build();
        app.UseRouting();
        app.MapSkRouterApi();
        await app.StartAsync();
        return new(app);
    }

    public OpenAIClient OpenAI(string key = "any", params (string Name, string Value)[] headers) =>
        new(
            new ApiKeyCredential(key),
            new()
            {
                Endpoint = Endpoint,
                RetryPolicy = new ClientRetryPolicy(0),
                Transport = new HttpClientPipelineTransport(Http(headers)),
            }
        );

    public HttpClient Http(params (string Name, string Value)[] headers)
    {
        var http = new HttpClient();
        _clients.Add(http);
        foreach (var (name, value) in headers)
        {
            http.DefaultRequestHeaders.Add(name, value);
        }

        return http;
    }

    /// <summary>A new key that may ask for everything.</summary>
    public (string Id, string Secret) AddKey(int? requestsPerMinute = null)
    {
        var secret = ApiKeySecret.New();
        var key = new ApiKey
        {
            Id = "key_ann",
            Name = "ann",
            Prefix = ApiKeySecret.PrefixOf(secret),
            CreatedAt = DateTimeOffset.UnixEpoch,
            RequestsPerMinute = requestsPerMinute,
        };
        Services.GetRequiredService<IApiKeyStore>().Add(key, secret);
        return (key.Id, secret);
    }

    /// <summary>The newest record, once there is one: of a call that was left it is written after the client has gone.</summary>
    public async Task<DecisionRecord> RecordAsync()
    {
        var ledger = Services.GetRequiredService<ModelRouter>().Ledger;
        for (var i = 0; i < 5_000; i++)
        {
            if (await ledger.RecentAsync(count: 1) is [var newest])
            {
                return newest;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        throw new TimeoutException("The call was never settled.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        await _app.DisposeAsync();
    }
}
