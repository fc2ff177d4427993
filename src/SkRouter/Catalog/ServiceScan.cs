using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel.ChatCompletion;

namespace SkRouter.Catalog;

/// <summary>
/// Finds the chat services in the collection that the app builds its container from. It is read when the catalogue is
/// first needed, because keys cannot be listed from a provider and the app may register models after the router.
/// </summary>
internal sealed class ServiceScan(IServiceCollection services)
{
    private readonly HashSet<ServiceDescriptor> _own = new(ReferenceEqualityComparer.Instance);

    /// <summary>Descriptors of the router itself, which are no deployments.</summary>
    public void AddOwn(ServiceDescriptor descriptor) => _own.Add(descriptor);

    public IReadOnlyList<ServiceRegistration> Read(List<string> faults)
    {
        var found = new List<ServiceRegistration>();
        int unkeyedServices = 0,
            unkeyedClients = 0;
        foreach (var descriptor in services.ToArray())
        {
            var isClient = descriptor.ServiceType == typeof(IChatClient);
            if (!isClient && descriptor.ServiceType != typeof(IChatCompletionService))
            {
                continue;
            }

            var key = descriptor.IsKeyedService ? descriptor.ServiceKey : null;
            var index =
                key is not null ? -1
                : isClient ? unkeyedClients++
                : unkeyedServices++;
            if (_own.Contains(descriptor) || ReferenceEquals(key, KeyedService.AnyKey))
            {
                continue;
            }

            if (descriptor.Lifetime == ServiceLifetime.Scoped)
            {
                faults.Add(
                    $"the chat service {(key is null ? "without a key" : $"'{key}'")} is registered as scoped; the router outlives scopes, so register it as a singleton"
                );
                continue;
            }

            found.Add(new(isClient, key, index));
        }

        return found;
    }
}
