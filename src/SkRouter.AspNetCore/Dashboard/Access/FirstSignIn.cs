using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SkRouter.AspNetCore.Dashboard.Access;

/// <summary>At the first start of an app without an admin key, makes one and puts a link on the log that signs in once. The key itself is logged nowhere.</summary>
internal sealed class FirstSignIn(
    SkRouterDashboardOptions options,
    AdminKeys keys,
    SignInLinks links,
    IServiceProvider services,
    IHostApplicationLifetime lifetime,
    ILogger<DashboardSession> logger
) : IHostedService
{
    private string? _root;

    /// <summary>Says where the dashboard is mapped.</summary>
    public static void Tell(IServiceProvider services, string root)
    {
        foreach (var hosted in services.GetServices<IHostedService>())
        {
            if (hosted is FirstSignIn first)
            {
                first._root = root;
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(MakeKey);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void MakeKey()
    {
        if (_root is null || !options.MakesKeyAtStart)
        {
            return;
        }

        try
        {
            if (keys.MakeIfMissing() is not null)
            {
                logger.SignInOnce($"{Address()}{_root}/login?once={links.New()}");
            }
        }
        // An app must start although its ledger cannot be written; the sign-in page says what is wrong.
        catch (Resilience.RouterException exception)
        {
            logger.NoAdminKey(exception);
        }
    }

    private string Address() =>
        services
            .GetService<IServer>()
            ?.Features.Get<IServerAddressesFeature>()
            ?.Addresses.FirstOrDefault()
        ?? "";
}
