using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Registration;

/// <summary>Puts one deployment into the services. No name of a key: un-keyed, as Semantic Kernel does.</summary>
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
        ArgumentException.ThrowIfNullOrWhiteSpace(modelId);
        services.TryAddSingleton(static resolver => new ProviderConnections(
            resolver.GetService<TimeProvider>() ?? TimeProvider.System
        ));
        services.AddKeyedSingleton<IChatClient>(
            serviceId,
            (resolver, _) =>
            {
                var options = new ProviderOptions();
                configure(options);
                var clients = new ProviderChatClients(
                    resolver.GetRequiredService<ProviderConnections>(),
                    resolver.GetService<TimeProvider>() ?? TimeProvider.System,
                    resolver.GetService<IConfiguration>()
                );
                return clients.Create(provider, modelId, options);
            }
        );
    }

    public static Action<ProviderOptions> At(Uri? baseUrl, Action<ProviderOptions>? configure) =>
        options =>
        {
            options.BaseUrl = baseUrl;
            configure?.Invoke(options);
        };
}
