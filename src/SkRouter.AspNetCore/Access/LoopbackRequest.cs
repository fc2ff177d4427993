using System.Net;
using Microsoft.AspNetCore.Http;

namespace SkRouter.AspNetCore.Access;

/// <summary>
/// Tells whether a request comes from this machine and nobody else had a hand in it: by its connection, by the host it asks for (a page of another
/// site whose name was pointed here asks for that name), and by the headers that proxies add.
/// </summary>
internal static class LoopbackRequest
{
    private static readonly string[] Proxies =
    [
        "Forwarded",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Real-IP",
        "Via",
    ];

    public static bool Is(HttpContext http) =>
        // A test server has no connection, and a Unix socket no address: both are of this machine.
        (http.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address))
        && IsLoopbackHost(http.Request.Host.Host)
        && !Proxies.Any(header => http.Request.Headers.ContainsKey(header));

    private static bool IsLoopbackHost(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (
            IPAddress.TryParse(host.AsSpan().Trim("[]"), out var address)
            && IPAddress.IsLoopback(address)
        );
}
