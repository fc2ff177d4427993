using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using SkRouter.AspNetCore.Access;

namespace SkRouter.AspNetCore.Dashboard.Access;

/// <summary>
/// Who may see the dashboard, and that what is posted came from one of its pages. A session is its end, signed with a secret of this process: after
/// a restart one signs in again.
/// </summary>
internal sealed class DashboardSession(SkRouterDashboardOptions options, TimeProvider time)
{
    public const string Cookie = "skrouter_admin";
    public const string TokenField = "token";
    private const int SecretBytes = 32;
    private const string Open = "open";

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(SecretBytes);

    public bool NeedsKey => options.AdminKey is not null;

    public bool IsAllowed(HttpContext http) =>
        NeedsKey ? IsSignedIn(http.Request.Cookies[Cookie]) : LoopbackRequest.Is(http);

    public bool IsKey(string? key) =>
        CryptographicOperations.FixedTimeEquals(
            Sign("key", key ?? ""),
            Sign("key", options.AdminKey ?? "")
        ) && NeedsKey;

    public void SignIn(HttpContext http, string path)
    {
        var ends = (time.GetUtcNow() + options.SignedInFor)
            .ToUnixTimeSeconds()
            .ToString(CultureInfo.InvariantCulture);
        http.Response.Cookies.Append(
            Cookie,
            $"{ends}.{Base64Url.EncodeToString(Sign("session", ends))}",
            new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = http.Request.IsHttps,
                Path = path,
                MaxAge = options.SignedInFor,
            }
        );
    }

    public static void SignOut(HttpContext http, string path) =>
        http.Response.Cookies.Delete(Cookie, new() { Path = path });

    /// <summary>What a form of a page has to bring back.</summary>
    public string Token(HttpContext http) =>
        Base64Url.EncodeToString(Sign("token", http.Request.Cookies[Cookie] ?? Open));

    /// <summary>A write comes from a page of ours: it says what only such a page knows, and the browser does not say otherwise.</summary>
    public bool IsOwnWrite(HttpContext http, string? token)
    {
        var site = http.Request.Headers["Sec-Fetch-Site"].ToString();
        var origin = http.Request.Headers.Origin.ToString();
        return (site.Length == 0 || site is "same-origin" or "none")
            && (origin.Length == 0 || origin == $"{http.Request.Scheme}://{http.Request.Host}")
            && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(token ?? ""),
                Encoding.ASCII.GetBytes(Token(http))
            );
    }

    private bool IsSignedIn(string? cookie)
    {
        var parts = cookie?.Split('.', 2);
        return parts is [var ends, var signature]
            && long.TryParse(ends, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(signature),
                Encoding.ASCII.GetBytes(Base64Url.EncodeToString(Sign("session", ends)))
            )
            && seconds > time.GetUtcNow().ToUnixTimeSeconds();
    }

    private byte[] Sign(string purpose, string text) =>
        HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"{purpose}:{text}"));
}
