using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
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
        services.TryAddSingleton(provider => new DashboardSession(
            provider.GetRequiredService<IOptions<SkRouterDashboardOptions>>().Value,
            provider.GetRequiredService<TimeProvider>()
        ));
        return services;
    }

    /// <summary>
    /// Maps the dashboard. Without an admin key it answers only the machine that it runs on. Everything it needs is in the assembly; it loads
    /// nothing from elsewhere.
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
        MapPages(group, pages);
        MapData(group, pages, services);
        MapWrites(group, pages, new(pages, session, services.GetRequiredService<ModelRouter>()));
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
        group.MapGet("/login", DashboardPages.Open(http => pages.RenderAsync<SignInPage>(http)));
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
            pages.Root
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

    private static void MapWrites(
        RouteGroupBuilder group,
        DashboardPages pages,
        DashboardWrites writes
    )
    {
        group.MapPost("/login", DashboardPages.Open(writes.SignInAsync));
        group.MapPost("/logout", pages.Write(writes.SignOutAsync));
        group.MapPost("/health/drain", pages.Write(writes.DrainAsync));
        group.MapPost("/health/restore", pages.Write(writes.RestoreAsync));
        group.MapPost("/budgets/set", pages.Write(writes.SetBudgetAsync));
        group.MapPost("/budgets/remove", pages.Write(writes.RemoveBudgetAsync));
    }
}
