using Microsoft.Extensions.AI;
using SkRouter.Connectors.Registration;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors.Tests;

/// <summary>Chat clients over a scripted provider.</summary>
internal static class Clients
{
    public const string Key = "sk-very-secret-0123456789";

    public static IChatClient Create(
        string provider,
        HttpMessageHandler handler,
        string model = "some-model",
        Action<ProviderOptions>? configure = null,
        TimeProvider? time = null
    )
    {
        var options = new ProviderOptions
        {
            ApiKey = Key,
            BaseUrl = new Uri("https://provider.test/v1/"),
            HttpClient = new HttpClient(handler),
        };
        configure?.Invoke(options);
        using var connections = new ProviderConnections(TimeProvider.System);
        return new ProviderClients(connections, time ?? TimeProvider.System).Create(
            KnownProviders.Get(provider),
            model,
            options
        );
    }
}
