using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using SkRouter.AspNetCore.Access;

namespace SkRouter.AspNetCore.Dashboard.Access;

/// <summary>Decides who may see the dashboard, and whether what is posted came from one of its pages.</summary>
internal sealed class DashboardSession(
    SkRouterDashboardOptions options,
    AdminKeys keys,
    AdminSessions sessions,
    SignInLinks links
)
{
    public const string Cookie = "skrouter_admin";
    public const string TokenField = "token";
    private const int SecretBytes = 32;
    private const string Open = "open";

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(SecretBytes);

    public bool NeedsKey => !options.AllowWithoutSignIn;

    /// <summary>Why nobody can sign in although the key may be right; null if that is not so.</summary>
    public string? Fault => keys.Fault;

    public bool IsAllowed(HttpContext http) =>
        NeedsKey
            ? sessions.IsOpen(http.Request.Cookies[Cookie], keys.Version)
            : LoopbackRequest.Is(http);

    public bool IsKey(string? key) => keys.IsKey(key);

    public bool TryUseLink(string token) => links.TryUse(token);

    /// <summary>Who acts, for the audit log.</summary>
    public string NameOf(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress?.ToString() ?? "this machine";
        return NeedsKey && http.Request.Cookies[Cookie] is { Length: > 0 } cookie
            ? $"session {AdminSessions.NameOf(cookie)} from {address}"
            : $"somebody at {address}";
    }

    /// <summary>Begins a session.</summary>
    /// <returns>How the audit log calls it.</returns>
    public string SignIn(HttpContext http, string path)
    {
        var cookie = sessions.Begin(keys.Version ?? "", options.SignedInFor);
        http.Response.Cookies.Append(
            Cookie,
            cookie,
            new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                // The proxy in front may be the one that speaks TLS. Who forges this harms nobody but himself.
                Secure =
                    http.Request.IsHttps || http.Request.Headers["X-Forwarded-Proto"] == "https",
                Path = path,
                MaxAge = options.SignedInFor,
            }
        );
        return $"session {AdminSessions.NameOf(cookie)} from {http.Connection.RemoteIpAddress?.ToString() ?? "this machine"}";
    }

    /// <summary>Ends the session here, so that a copy of its cookie is useless too.</summary>
    public void SignOut(HttpContext http, string path)
    {
        sessions.End(http.Request.Cookies[Cookie]);
        http.Response.Cookies.Delete(Cookie, new() { Path = path });
    }

    /// <summary>What a form of a page has to bring back.</summary>
    public string Token(HttpContext http) =>
        Base64Url.EncodeToString(
            HMACSHA256.HashData(
                _secret,
                Encoding.UTF8.GetBytes(http.Request.Cookies[Cookie] ?? Open)
            )
        );

    /// <summary>A write comes from a page of ours: it says what only such a page knows, and the browser does not say otherwise.</summary>
    public bool IsOwnWrite(HttpContext http, string? token) =>
        IsOwnOrigin(http.Request)
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(token ?? ""),
            Encoding.ASCII.GetBytes(Token(http))
        );

    // Behind a proxy that does not pass the host on, only the browser knows the page's address; most browsers say whether it is ours.
    private static bool IsOwnOrigin(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        return site.Length > 0
            ? site is "same-origin" or "none" && IsSameHost(request, origin, unknown: true)
            : IsSameHost(request, origin, unknown: false);
    }

    private static bool IsSameHost(HttpRequest request, string origin, bool unknown)
    {
        if (origin.Length == 0)
        {
            return true;
        }

        if (!Uri.TryCreate(origin, UriKind.Absolute, out var page))
        {
            return false;
        }

        // A page of another site cannot make a browser send this header with a form.
        var forwarded = request.Headers["X-Forwarded-Host"].ToString();
        return unknown
            || IsHost(page, request.Host.ToString())
            || (forwarded.Length > 0 && IsHost(page, forwarded));
    }

    private static bool IsHost(Uri page, string host) =>
        Uri.TryCreate($"{page.Scheme}://{host}", UriKind.Absolute, out var own)
        && string.Equals(page.Authority, own.Authority, StringComparison.OrdinalIgnoreCase);
}
