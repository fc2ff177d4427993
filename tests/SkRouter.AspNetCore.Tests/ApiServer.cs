using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.DependencyInjection;
using SkRouter.Pipeline;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.AspNetCore.Tests;

/// <summary>The API over scripted models, in memory.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiServer(WebApplication app)
    {
        _app = app;
        Client = app.GetTestClient();
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public ModelRouter Router => _app.Services.GetRequiredService<ModelRouter>();

    public static async Task<ApiServer> StartAsync(
        Action<RouterBuilder>? configure = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null,
        params (string Key, object Model)[] models
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer();
        builder.Services.AddRoutingCore();
        foreach (var (key, model) in models)
        {
            builder.Services.AddModel(key, model);
        }

        builder.Services.AddSkRouter(router =>
        {
            foreach (var (key, _) in models)
            {
                router.Deployment(key, deployment => deployment.Price(input: 1, output: 10));
            }

            configure?.Invoke(router);
        });
        builder.Services.AddSkRouterApi(options => options.AllowWithoutKey = true);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.Use(
            (http, next) =>
            {
                http.Connection.RemoteIpAddress = http
                    .RequestServices.GetService<ConnectionFrom>()
                    ?.Address;
                return next(http);
            }
        );
        app.UseRouting();
        app.MapSkRouterApi();
        map?.Invoke(app);
        await app.StartAsync();
        return new(app);
    }

    /// <summary>One scripted model under a role <c>writer</c>.</summary>
    public static Task<ApiServer> StartAsync(params ScriptedStep[] steps) =>
        StartAsync(new ScriptedModel(steps));

    public static Task<ApiServer> StartAsync(ScriptedModel model) =>
        StartAsync(
            router => router.Role("writer", role => role.Prefer("m")),
            models: [("m", new ScriptedChatClient(model))]
        );

    public Task<HttpResponseMessage> PostAsync(
        string path,
        string json,
        params (string Name, string Value)[] headers
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<JsonElement> PostJsonAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task<DecisionRecord> LastRecordAsync() =>
        (await Router.Ledger.RecentAsync(count: 1))[0];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
