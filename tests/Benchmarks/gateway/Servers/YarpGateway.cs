using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Yarp.ReverseProxy.Configuration;

namespace SkRouter.Benchmarks.Gateway.Servers;

/// <summary>Microsoft's reverse proxy, with one route and its defaults.</summary>
internal static class YarpGateway
{
    public static async Task RunAsync(Uri upstream)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder
            .Services.AddReverseProxy()
            .LoadFromMemory(
                [
                    new RouteConfig
                    {
                        RouteId = "all",
                        ClusterId = "upstream",
                        Match = new() { Path = "{**all}" },
                    },
                ],
                [
                    new ClusterConfig
                    {
                        ClusterId = "upstream",
                        Destinations = new Dictionary<string, DestinationConfig>(
                            StringComparer.Ordinal
                        )
                        {
                            ["one"] = new()
                            {
                                Address = upstream.GetLeftPart(UriPartial.Authority),
                            },
                        },
                    },
                ]
            );
        await using var app = builder.Build();
        app.UseRouting();
        app.MapReverseProxy();
        await app.StartAsync();
        Console.WriteLine($"yarp on {app.Urls.First()}");
        await app.WaitForShutdownAsync();
    }
}
