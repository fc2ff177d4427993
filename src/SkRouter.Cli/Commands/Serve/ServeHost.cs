using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using SkRouter.Agents;
using SkRouter.AspNetCore;
using SkRouter.Connectors;
using SkRouter.DependencyInjection;
using SkRouter.Ledger.Sqlite;

namespace SkRouter.Cli.Commands.Serve;

/// <summary>Puts the router, its ledger, the API and the dashboard into one web server.</summary>
internal static class ServeHost
{
    public const string DashboardPath = "/router";

    /// <summary>Fewer bytes a second than anybody's line has.</summary>
    private const double SlowestRate = 1024;

    private const string RequestLog = "Microsoft.AspNetCore.Hosting.Diagnostics";

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(130);

    public static WebApplication Build(ServeConfiguration configuration, ServePlan plan)
    {
        // The builder's own sources are left out: a file of the folder it happens to start in, or a variable, would change what is served.
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "skrouter" });
        builder.Configuration.AddConfiguration(configuration.Root);
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(options => Limit(options, configuration.Settings));
        builder.WebHost.UseUrls([.. plan.Urls]);
        builder.Services.AddRoutingCore();
        // Pages are rendered whole and keep nothing between requests, so no key need be written anywhere.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        AddLogging(builder);
        AddRouter(builder.Services, configuration, plan);
        var app = builder.Build();
        app.UseRouting();
        app.MapSkRouterApi();
        app.MapSkRouterDashboard(DashboardPath);
        app.MapClientProbes(DashboardPath);
        return app;
    }

    private static void AddRouter(
        IServiceCollection services,
        ServeConfiguration configuration,
        ServePlan plan
    )
    {
        var section = configuration.Root.GetSection(ServeConfiguration.RouterSection);
        services.AddSingleton<IConfiguration>(configuration.Root);
        services.AddSkRouterProviders(section.GetSection("Providers"));
        services.AddSkRouter(
            section,
            router =>
            {
                if (plan.Ledger is { } ledger)
                {
                    router.UseSqliteLedger(
                        ledger,
                        options =>
                        {
                            options.Durability = configuration.Settings.Durability;
                            options.RetentionDays = configuration.Settings.RetentionDays;
                        }
                    );
                }

                if (plan.Agents is { } agents)
                {
                    router.AddAgentRoles(agents);
                }
            }
        );
        services.AddSkRouterApi(options =>
        {
            options.AllowWithoutKey = plan.NoAuth;
            options.DrainTimeout = TimeSpan.FromSeconds(configuration.Settings.DrainSeconds);
            options.SlowReaderTimeout = TimeSpan.FromSeconds(
                configuration.Settings.SlowClientSeconds
            );
            options.StoredResponseLifetime = TimeSpan.FromDays(
                configuration.Settings.StoreResponsesDays
            );
            foreach (var (role, time) in configuration.Settings.Cache)
            {
                options.CacheFor[role] = time;
            }
        });
        services.AddSkRouterDashboard(options =>
        {
            options.AdminKey = plan.AdminKey;
            options.AllowWithoutSignIn = plan.NoAuth;
            options.MakesKeyAtStart = false;
        });
    }

    private static void AddLogging(WebApplicationBuilder builder)
    {
        // Results go to the output; what is logged goes to the error stream, warnings and worse unless the file says otherwise.
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var section = builder.Configuration.GetSection("Logging");
        if (!section.Exists())
        {
            // It has nothing to say at this level, but while it might, an activity is begun for each request.
            builder.Logging.AddFilter(RequestLog, LogLevel.None);
        }

        // What keeps it from starting is said in a sentence, and not in a log.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddConfiguration(section);
        builder.Logging.AddConsoleFormatter<PlainLineFormatter, ConsoleFormatterOptions>();
        builder.Logging.AddConsole(options =>
            options.FormatterName = PlainLineFormatter.FormatterName
        );
        builder.Services.Configure<ConsoleLoggerOptions>(options =>
            options.LogToStandardErrorThreshold = LogLevel.Trace
        );
    }

    /// <summary>Who dawdles over headers or sends a body in drops is let go.</summary>
    private static void Limit(KestrelServerOptions options, ServeSettings settings)
    {
        var patience = TimeSpan.FromSeconds(settings.SlowClientSeconds);
        options.AddServerHeader = false;
        options.Limits.RequestHeadersTimeout = patience;
        options.Limits.KeepAliveTimeout = KeepAlive;
        options.Limits.MaxRequestBodySize = SkRouterApiOptions.DefaultMaxRequestBytes;
        options.Limits.MinRequestBodyDataRate = new(SlowestRate, patience);
    }
}
