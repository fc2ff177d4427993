using System.Collections.Concurrent;
using System.Net;
using SkRouter.Resilience;

namespace SkRouter.Connectors.Wire;

/// <summary>
/// One pool of connections per host, shared by all deployments there, with the router's handler for rate-limit headers.
/// Redirects are not followed: a key must not travel on.
/// </summary>
internal sealed class ProviderConnections(TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, ProviderHttpHandler> _handlers = new(
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>No client around it: time limits belong to whoever calls, for an answer may stream for minutes.</summary>
    public HttpMessageInvoker ClientFor(Uri address) =>
        new(
            _handlers.GetOrAdd(address.Authority, _ => new ProviderHttpHandler(NewHandler(), time)),
            disposeHandler: false
        );

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
            // Nothing is asked for compressed: an answer of a few kilobytes gains nothing by it, and a compressed stream comes in lumps.
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            EnableMultipleHttp2Connections = true,
        };
}
