using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SkRouter.AspNetCore.Access;
using SkRouter.AspNetCore.Api;
using SkRouter.AspNetCore.Caching;
using SkRouter.AspNetCore.ChatCompletions;
using SkRouter.AspNetCore.Embeddings;
using SkRouter.AspNetCore.Health;
using SkRouter.AspNetCore.Messages;
using SkRouter.AspNetCore.Metrics;
using SkRouter.AspNetCore.ModelList;
using SkRouter.AspNetCore.Responses;
using SkRouter.Filters;
using SkRouter.Routing;

namespace SkRouter.AspNetCore;

/// <summary>Puts the router behind HTTP.</summary>
public static class SkRouterApiExtensions
{
    /// <summary>Registers what <see cref="MapSkRouterApi"/> needs. The router itself is registered with <c>AddSkRouter</c>.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Changes how it is served.</param>
    /// <exception cref="InvalidOperationException">There is no router yet.</exception>
    public static IServiceCollection AddSkRouterApi(
        this IServiceCollection services,
        Action<SkRouterApiOptions>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        // The answer cache must stand within the router's own filters, which put what it answers on the books.
        if (!services.Any(service => service.ServiceType == typeof(ModelRouter)))
        {
            throw new InvalidOperationException("Call AddSkRouter before AddSkRouterApi.");
        }

        services
            .AddOptions<SkRouterApiOptions>()
            .Validate(IsSound, "SkRouterApiOptions: sizes and times must be above zero.");
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.AddMetrics();
        services.TryAddSingleton(provider =>
            provider.GetRequiredService<IOptions<SkRouterApiOptions>>().Value
        );
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<KeyLookup>();
        services.TryAddSingleton<IApiGate, KeyGate>();
        services.TryAddSingleton(static provider => new MemoryReturn(
            provider.GetRequiredService<TimeProvider>()
        ));
        services.TryAddSingleton<BodyBudget>();
        services.TryAddSingleton<CallDrain>();
        services.TryAddSingleton<Readiness>();
        services
            .AddOptions<HostOptions>()
            .PostConfigure<IOptions<SkRouterApiOptions>>(
                static (host, api) =>
                    host.ShutdownTimeout = Longer(
                        host.ShutdownTimeout,
                        api.Value.DrainTimeout + Parting
                    )
            );
        services.TryAddSingleton<ApiPipeline>();
        services.TryAddSingleton<RouterCalls>();
        services.TryAddSingleton<RunBudgets>();
        services.TryAddSingleton<Ownership>();
        services.TryAddSingleton<AnswerCache>();
        services.TryAddSingleton<ApiCaching>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IModelInvocationFilter, AnswerCacheFilter>()
        );
        services.TryAddSingleton<ChatCompletionsEndpoint>();
        services.TryAddSingleton<MessagesEndpoint>();
        services.TryAddSingleton<ResponsesStorage>();
        services.TryAddSingleton<ResponsesEndpoint>();
        services.TryAddSingleton<StoredResponsesEndpoint>();
        services.TryAddSingleton(provider => new EmbeddingModels(services, provider));
        services.TryAddSingleton<EmbeddingBooks>();
        services.TryAddSingleton<EmbeddingBudgets>();
        services.TryAddSingleton<EmbeddingsEndpoint>();
        services.TryAddSingleton<ModelsEndpoint>();
        services.TryAddSingleton<HealthEndpoint>();
        services.TryAddSingleton<MetricsEndpoint>();
        services.TryAddSingleton(provider => new MetricReader(
            provider.GetService<IMeterFactory>()
        ));
        return services;
    }

    /// <summary>
    /// Maps <c>/v1/chat/completions</c>, <c>/v1/responses</c>, <c>/v1/messages</c>, <c>/v1/embeddings</c>, <c>/v1/models</c>, <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c>.
    /// Requests need a key, unless <see cref="SkRouterApiOptions.AllowWithoutKey"/> says otherwise.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <returns>For conventions of all of them.</returns>
    public static IEndpointConventionBuilder MapSkRouterApi(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider;
        var pipeline = services.GetRequiredService<ApiPipeline>();
        // They must hear the first call, and that the app stops, already.
        _ = services.GetRequiredService<CallDrain>();
        _ = services.GetRequiredService<MetricReader>();
        var group = endpoints.MapGroup("");
        Post("/v1/chat/completions", WireFormat.OpenAI, Get<ChatCompletionsEndpoint>().HandleAsync);
        Post("/v1/responses", WireFormat.OpenAI, Get<ResponsesEndpoint>().HandleAsync);
        Post("/v1/responses/input_tokens", WireFormat.OpenAI, Get<ResponsesEndpoint>().CountAsync);
        var stored = Get<StoredResponsesEndpoint>();
        Read("/v1/responses/{id}", stored.GetAsync);
        Read("/v1/responses/{id}/input_items", stored.ListInputAsync);
        group.MapDelete(
            "/v1/responses/{id}",
            pipeline.Handle(WireFormat.OpenAI, stored.DeleteAsync)
        );
        Post("/v1/messages", WireFormat.Anthropic, Get<MessagesEndpoint>().HandleAsync);
        Post("/v1/messages/count_tokens", WireFormat.Anthropic, Get<MessagesEndpoint>().CountAsync);
        Post("/v1/embeddings", WireFormat.OpenAI, Get<EmbeddingsEndpoint>().HandleAsync);
        Read("/v1/models", Get<ModelsEndpoint>().ListAsync);
        Read("/v1/models/{**id}", Get<ModelsEndpoint>().ShowAsync);
        Read("/metrics", Get<MetricsEndpoint>().HandleAsync);
        var asOpenAI = pipeline.Handle(WireFormat.OpenAI, UnknownRoute.HandleAsync);
        var asAnthropic = pipeline.Handle(WireFormat.Anthropic, UnknownRoute.HandleAsync);
        group.Map(
            "/v1/{**rest}",
            http => (ClientProtocol.IsAnthropic(http) ? asAnthropic : asOpenAI)(http)
        );
        group.MapGet("/healthz", HealthEndpoint.LiveAsync);
        group.MapGet("/readyz", Get<HealthEndpoint>().ReadyAsync);
        return group;

        T Get<T>()
            where T : notnull => services.GetRequiredService<T>();

        void Post(string path, WireFormat format, Func<ApiCall, Task> endpoint) =>
            group.MapPost(path, pipeline.Handle(format, endpoint));

        void Read(string path, Func<ApiCall, Task> endpoint) =>
            group.MapGet(path, pipeline.Handle(WireFormat.OpenAI, endpoint));
    }

    /// <summary>Calls that are cut still have to be told so and booked.</summary>
    private static readonly TimeSpan Parting = TimeSpan.FromSeconds(15);

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static bool IsSound(SkRouterApiOptions options) =>
        options.MaxRequestBytes > 0
        && options.MaxBytesInFlight >= options.MaxRequestBytes
        && options.CacheBytes > 0
        && options.SlowReaderTimeout > TimeSpan.Zero
        && options.DrainTimeout >= TimeSpan.Zero
        && options.EmbeddingDeadline > TimeSpan.Zero
        && options.CacheFor.Values.All(time => time > TimeSpan.Zero);
}
