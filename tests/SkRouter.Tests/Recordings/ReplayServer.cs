using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SkRouter.Tests.Recordings;

/// <summary>Answers on loopback with the recorded bytes; the path says which recording.</summary>
public sealed class ReplayServer : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, RecordedExchange> _exchanges = new();
    private WebApplication? _app;
    private int _next;

    /// <summary>Where a client finds one recording.</summary>
    internal Uri Endpoint(RecordedExchange exchange)
    {
        var id = FormattableString.Invariant($"r{Interlocked.Increment(ref _next)}");
        _exchanges[id] = exchange;
        var address = _app!
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        return new($"{address}/{id}/v1");
    }

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/{id}/v1/chat/completions", AnswerAsync);
        await _app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var exchange = _exchanges[(string)http.Request.RouteValues["id"]!];
        http.Response.StatusCode = exchange.Status;
        http.Response.ContentType = exchange.Streamed ? "text/event-stream" : "application/json";
        await http.Response.WriteAsync(exchange.Body, http.RequestAborted);
    }
}
