using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel.ChatCompletion;
using SkRouter.Catalog;
using SkRouter.Routing;

namespace SkRouter.DependencyInjection;

/// <summary>What is shared by every AddSkRouter on one service collection: the options, the scan, the names that have views.</summary>
internal sealed class RouterRegistration(IServiceCollection services)
{
    private readonly HashSet<string> _views = new(StringComparer.Ordinal);

    public SkRouterOptions Options { get; } = new();

    /// <summary>What was wrong with configuration sections; reported with everything else.</summary>
    public List<string> SectionFaults { get; } = [];

    public ServiceScan Scan { get; } = new(services);

    public void AddRoleView(IServiceCollection target, string role)
    {
        if (_views.Add(role))
        {
            AddOwn(
                target,
                ServiceDescriptor.KeyedSingleton<IChatCompletionService>(
                    role,
                    static (provider, key) =>
                        provider.GetRequiredService<ModelRouter>().ForRole((string)key!)
                )
            );
            AddOwn(
                target,
                ServiceDescriptor.KeyedSingleton<IChatClient>(
                    role,
                    static (provider, key) =>
                        provider.GetRequiredService<ModelRouter>().ForRole((string)key!)
                )
            );
        }
    }

    public void AddOwn(IServiceCollection target, ServiceDescriptor descriptor)
    {
        Scan.AddOwn(descriptor);
        target.Add(descriptor);
    }
}
