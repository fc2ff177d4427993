using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace SkRouter.Simulator.Serving;

/// <summary>The key of a request, in whichever header its provider wants it.</summary>
internal static class ApiKeyHeader
{
    private const string Bearer = "Bearer ";
    private static readonly string[] OwnHeaders =
    [
        "x-api-key",
        "x-goog-api-key",
        "api-key",
        "x-portkey-api-key",
        "apikey",
    ];

    public static string? Read(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return header[Bearer.Length..];
        }

        foreach (var name in OwnHeaders)
        {
            if (http.Request.Headers[name].ToString() is { Length: > 0 } key)
            {
                return key;
            }
        }

        return null;
    }

    public static string? Fingerprint(HttpContext http) =>
        Read(http) is { } key
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 4))
            : null;
}
