using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkRouter.AspNetCore.Dashboard;
using SkRouter.AspNetCore.Dashboard.Access;
using SkRouter.AspNetCore.Dashboard.Live;
using SkRouter.AspNetCore.Dashboard.Pages;
using SkRouter.Filters;
using SkRouter.Routing;
using SkRouter.Spend;

namespace SkRouter.AspNetCore;

/// <summary>Shows what agents do and cost.</summary>
public static class SkRouterDashboardExtensions
{
    /// <summary>Registers what <see cref="MapSkRouterDashboard"/> needs. The router itself is registered with <c>AddSkRouter</c>.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Changes how it is served.</param>
    public static IServiceCollection AddSkRouterDashboard(
        this IServiceCollection services,
        Action<SkRouterDashboardOptions>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        services
            .AddOptions<SkRouterDashboardOptions>()
            .Validate(
                options => options.AdminKey is null || !options.AllowWithoutSignIn,
                "The dashboard has an admin key and AllowWithoutSignIn, which contradict each other: set one of them."
            )
            .Validate(
                options =>
                    options.AdminKey is null
                    || options.AdminKey.Length >= SkRouterDashboardOptions.ShortestAdminKey,
                $"The dashboard's admin key has fewer than {SkRouterDashboardOptions.ShortestAdminKey} characters: make it long and random."
            );
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.AddRazorComponents();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddScoped<DashboardVisit>();
        services.TryAddSingleton<LiveRecords>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IModelInvocationFilter, LiveFilter>()
        );
        services.TryAddSingleton(provider =>
            provider.GetRequiredService<IOptions<SkRouterDashboardOptions>>().Value
        );
        services.TryAddSingleton<AdminKeys>();
        services.TryAddSingleton<AdminSessions>();
        services.TryAddSingleton<SignInLinks>();
        services.TryAddSingleton<SignInThrottle>();
        services.TryAddSingleton<DashboardSession>();
        services.TryAddSingleton<AdminAudit>();
        services.AddHostedService<FirstSignIn>();
        return services;
    }

    /// <summary>
    /// Maps the dashboard, for people who sign in with the admin key. Where the app sets none, one is made at the first start and the log shows a link
    /// that signs in once. Everything the dashboard needs is in the assembly; it loads nothing from elsewhere.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="path">Where it is, such as <c>/router</c>.</param>
    /// <returns>For conventions of all of its pages.</returns>
    public static IEndpointConventionBuilder MapSkRouterDashboard(
        this IEndpointRouteBuilder endpoints,
        string path = "/router"
    )
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var root = "/" + path.Trim('/');
        var services = endpoints.ServiceProvider;
        var session = services.GetRequiredService<DashboardSession>();
        var pages = new DashboardPages(session, root);
        var group = endpoints.MapGroup(root);
        var audit = services.GetRequiredService<AdminAudit>();
        MapPages(group, pages);
        MapData(group, pages, services);
        MapSignIn(
            group,
            pages,
            new(pages, session, services.GetRequiredService<SignInThrottle>(), audit)
        );
        MapWrites(group, pages, new(pages, audit, services.GetRequiredService<ModelRouter>()));
        FirstSignIn.Tell(services, root);
        return group;
    }

    private static void MapPages(RouteGroupBuilder group, DashboardPages pages)
    {
        group.MapGet("/", pages.For(http => pages.RenderAsync<OverviewPage>(http)));
        group.MapGet("/breakdown", pages.For(http => pages.RenderAsync<BreakdownPage>(http)));
        group.MapGet("/requests", pages.For(http => pages.RenderAsync<RequestsPage>(http)));
        group.MapGet(
            "/requests/{id}",
            pages.For(http =>
                pages.RenderAsync<RequestPage>(http, ("Id", http.GetRouteValue("id")))
            )
        );
        group.MapGet("/runs", pages.For(http => pages.RenderAsync<RunsPage>(http)));
        group.MapGet(
            "/runs/{run}",
            pages.For(http => pages.RenderAsync<RunPage>(http, ("Run", http.GetRouteValue("run"))))
        );
        group.MapGet("/health", pages.For(http => pages.RenderAsync<HealthPage>(http)));
        group.MapGet("/budgets", pages.For(http => pages.RenderAsync<BudgetsPage>(http)));
        group.MapGet("/why", pages.For(http => pages.RenderAsync<WhyPage>(http)));
        group.MapGet("/settings", pages.For(http => pages.RenderAsync<SettingsPage>(http)));
        group.MapGet("/audit", pages.For(http => pages.RenderAsync<AuditPage>(http)));
    }

    private static void MapData(
        RouteGroupBuilder group,
        DashboardPages pages,
        IServiceProvider services
    )
    {
        var data = new DashboardData(
            services.GetRequiredService<ISpendReport>(),
            services.GetRequiredService<LiveRecords>(),
            new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>()),
            services.GetRequiredService<TimeProvider>(),
            pages.Root,
            services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? default
        );
        group.MapGet("/data/series", pages.For(data.SeriesAsync));
        group.MapGet("/breakdown.csv", pages.For(data.BreakdownAsync));
        group.MapGet("/runs/{run}/graph.svg", pages.For(data.GraphAsync));
        group.MapGet("/live", pages.For(data.LiveAsync));
        // Style and scripts say nothing of anybody, and the sign-in page needs them.
        group.MapGet(
            "/assets/{hash}/{**name}",
            DashboardPages.Open(http =>
                DashboardAssets.ServeAsync(
                    http,
                    (string)http.GetRouteValue("hash")!,
                    http.GetRouteValue("name") as string
                )
            )
        );
    }

    private static void MapSignIn(
        RouteGroupBuilder group,
        DashboardPages pages,
        DashboardSignIn signIn
    )
    {
        group.MapGet("/login", DashboardPages.Open(signIn.OpenAsync));
        group.MapPost("/login", DashboardPages.Open(signIn.SignInAsync));
        group.MapPost("/logout", pages.Write(signIn.SignOutAsync));
    }

    private static void MapWrites(
        RouteGroupBuilder group,
        DashboardPages pages,
        DashboardWrites writes
    )
    {
        group.MapPost("/health/drain", pages.Write(writes.DrainAsync));
        group.MapPost("/health/restore", pages.Write(writes.RestoreAsync));
        group.MapPost("/budgets/set", pages.Write(writes.SetBudgetAsync));
        group.MapPost("/budgets/remove", pages.Write(writes.RemoveBudgetAsync));
    }
}
