using System.Collections.Concurrent;
using System.Net;

namespace SkRouter.Connectors.Wire;

/// <summary>One pool of connections per host, shared by all deployments there. Redirects are not followed: a key must not travel on.</summary>
internal sealed class ProviderConnections : IDisposable
{
    private readonly ConcurrentDictionary<string, SocketsHttpHandler> _handlers = new(
        StringComparer.OrdinalIgnoreCase
    );

    public HttpClient ClientFor(Uri address)
    {
        var handler = _handlers.GetOrAdd(address.Authority, static _ => NewHandler());
        // Time limits belong to whoever calls: an answer may stream for minutes.
        return new HttpClient(handler, disposeHandler: false)
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public void Dispose()
    {
        foreach (var handler in _handlers.Values)
        {
            handler.Dispose();
        }
    }

    private static SocketsHttpHandler NewHandler() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            EnableMultipleHttp2Connections = true,
        };
}
