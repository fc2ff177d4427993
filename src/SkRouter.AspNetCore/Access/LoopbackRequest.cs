using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SkRouter.AspNetCore.Access;

/// <summary>
/// Decides whether a request comes from this machine without anybody between: by its connection, by the host that it asks for (a page whose name was
/// pointed at this machine asks for that name), by the headers that proxies add, and by what browsers say about the page that sent it.
/// </summary>
internal static class LoopbackRequest
{
    /// <summary>Beginnings of the names of headers that proxies, load balancers, tunnels and content delivery networks add.</summary>
    private static readonly string[] ProxyHeaders =
    [
        "Forwarded",
        "X-Forwarded",
        "X-Real-",
        "X-Original-",
        // Not all that begin with X-Client: clients send such headers of their own (Codex X-Client-Request-Id, editors X-Client-Name).
        "X-Client-IP",
        "X-Client-Addr",
        "X-Client-Port",
        "X-Client-Proto",
        "X-Client-Cert",
        "X-Cluster-Client-",
        "X-Remote-",
        "X-Envoy-",
        "X-Amzn-",
        "X-Amz-Cf-",
        "X-Azure-",
        "X-ARR-",
        "X-Appengine-",
        "X-Cloud-Trace-",
        "X-ProxyUser-",
        "X-Proxy-",
        "X-Host",
        "X-Rewrite-",
        "Via",
        "Client-IP",
        "Proxy-Client-IP",
        "WL-Proxy-",
        "True-Client-",
        "CF-",
        "CDN-",
        "Cdn-Loop",
        "Fastly-",
        "Fly-",
        "Akamai-",
        "Tailscale-",
        "Ngrok-",
    ];

    public static bool Is(HttpContext http) =>
        // A test server has no connection, and a Unix socket no address: both are of this machine.
        IsLoopback(http.Connection.RemoteIpAddress)
        && IsLoopback(http.Connection.LocalIpAddress)
        && IsLoopbackHost(http.Request.Host.Host)
        // What nginx speaks to those behind it unless it is told otherwise; clients of this machine have not for decades.
        && !HttpProtocol.IsHttp10(http.Request.Protocol)
        && !HasProxyHeader(http.Request.Headers)
        && !IsFromAnotherSite(http.Request);

    /// <summary>Whether a browser says that a page of another site sent the request.</summary>
    private static bool IsFromAnotherSite(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers[HeaderNames.Origin].ToString();
        return (site.Length > 0 && site is not ("same-origin" or "none"))
            || (origin.Length > 0 && !IsOwn(origin, request.Host.ToString()));
    }

    private static bool IsOwn(string origin, string host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && Uri.TryCreate($"{page.Scheme}://{host}", UriKind.Absolute, out var own)
        && string.Equals(page.Authority, own.Authority, StringComparison.OrdinalIgnoreCase);

    private static bool HasProxyHeader(IHeaderDictionary headers)
    {
        foreach (var (name, _) in headers)
        {
            foreach (var proxy in ProxyHeaders)
            {
                if (name.StartsWith(proxy, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsLoopback(IPAddress? address) =>
        address is null || IPAddress.IsLoopback(address);

    private static bool IsLoopbackHost(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (
            IPAddress.TryParse(host.AsSpan().Trim("[]"), out var address)
            && IPAddress.IsLoopback(address)
        );
}
