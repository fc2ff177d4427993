using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Registration;

/// <summary>Puts one model into the services. No name of a key: un-keyed, as Semantic Kernel does.</summary>
internal static class ProviderRegistration
{
    public static void Add(
        IServiceCollection services,
        KnownProvider provider,
        string modelId,
        string? serviceId,
        Action<ProviderOptions> configure
    )
    {
        Prepare(services, modelId);
        services.AddKeyedSingleton<IChatClient>(
            serviceId,
            (resolver, _) => Clients(resolver).Create(provider, modelId, Options(configure))
        );
    }

    /// <exception cref="ArgumentException">The provider has no embeddings that can be asked for in OpenAI's way.</exception>
    public static void AddEmbeddings(
        IServiceCollection services,
        KnownProvider provider,
        string modelId,
        string? serviceId,
        Action<ProviderOptions> configure
    )
    {
        Prepare(services, modelId);
        if (!provider.MayHaveEmbeddings)
        {
            throw new ArgumentException(
                $"The provider '{provider.Name}' has no embeddings at OpenAI's /embeddings.",
                nameof(provider)
            );
        }
        services.AddKeyedSingleton<IEmbeddingGenerator<string, Embedding<float>>>(
            serviceId,
            (resolver, _) =>
                Clients(resolver).CreateEmbeddings(provider, modelId, Options(configure))
        );
    }

    public static Action<ProviderOptions> At(Uri? baseUrl, Action<ProviderOptions>? configure) =>
        options =>
        {
            options.BaseUrl = baseUrl;
            configure?.Invoke(options);
        };

    private static void Prepare(IServiceCollection services, string modelId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(modelId);
        services.TryAddSingleton(static resolver => new ProviderConnections(
            resolver.GetService<TimeProvider>() ?? TimeProvider.System
        ));
    }

    private static ProviderClients Clients(IServiceProvider resolver) =>
        new(
            resolver.GetRequiredService<ProviderConnections>(),
            resolver.GetService<TimeProvider>() ?? TimeProvider.System,
            resolver.GetService<IConfiguration>()
        );

    private static ProviderOptions Options(Action<ProviderOptions> configure)
    {
        var options = new ProviderOptions();
        configure(options);
        return options;
    }
}
