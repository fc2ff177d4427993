using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Connectors.Registration;

namespace SkRouter.Connectors;

/// <summary>Registers providers from configuration.</summary>
public static class ConnectorsConfigurationExtensions
{
    /// <summary>
    /// Registers every model of every entry of a <c>Providers</c> section, keyed <c>name/model</c>, once per key
    /// (<c>#2</c>, <c>#3</c>, ... for the further ones), and every model for embeddings.
    /// </summary>
    /// <returns>The chat models that were registered, in the order of the configuration.</returns>
    /// <exception cref="InvalidOperationException">The section has faults; the message lists all of them, by place.</exception>
    public static IReadOnlyList<ProviderDeployment> AddSkRouterProviders(
        this IServiceCollection services,
        IConfigurationSection providers
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(providers);
        var section = new ProvidersSection(providers);
        var planned = section.Read();
        foreach (var (deployment, settings, key) in section.Embeddings)
        {
            ProviderRegistration.AddEmbeddings(
                services,
                KnownProviders.Get(deployment.Provider),
                deployment.ModelId,
                deployment.ServiceId,
                options => ProvidersSection.Apply(settings, key, options)
            );
        }
        foreach (var (deployment, settings, key) in planned)
        {
            ProviderRegistration.Add(
                services,
                KnownProviders.Get(deployment.Provider),
                deployment.ModelId,
                deployment.ServiceId,
                options => ProvidersSection.Apply(settings, key, options)
            );
        }
        return [.. planned.Select(static plan => plan.Deployment)];
    }
}
