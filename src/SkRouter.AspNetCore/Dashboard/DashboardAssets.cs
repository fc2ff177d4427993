using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace SkRouter.AspNetCore.Dashboard;

/// <summary>The files of the dashboard, out of the assembly. Their addresses hold their hash, so that browsers may keep them for good.</summary>
internal static class DashboardAssets
{
    private const string Prefix = "SkRouter.Dashboard/";
    private const int HashLength = 12;

    private static readonly FrozenDictionary<string, Asset> Files = Read();

    /// <summary>The address of a file below the dashboard's.</summary>
    public static string Path(string name) => $"assets/{Files[name].Hash}/{name}";

    public static Task ServeAsync(HttpContext http, string hash, string? name)
    {
        if (name is null || !Files.TryGetValue(name, out var asset) || asset.Hash != hash)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        http.Response.ContentType = asset.Type;
        http.Response.ContentLength = asset.Bytes.Length;
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return http.Response.Body.WriteAsync(asset.Bytes, http.RequestAborted).AsTask();
    }

    private static FrozenDictionary<string, Asset> Read()
    {
        var assembly = typeof(DashboardAssets).Assembly;
        return assembly
            .GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(
                name => name[Prefix.Length..],
                name =>
                {
                    using var stream = assembly.GetManifestResourceStream(name)!;
                    var bytes = new byte[stream.Length];
                    stream.ReadExactly(bytes);
                    var hash = Base64Url.EncodeToString(SHA256.HashData(bytes))[..HashLength];
                    return new Asset(bytes, hash, TypeOf(name));
                },
                StringComparer.Ordinal
            );
    }

    private static string TypeOf(string name) =>
        System.IO.Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "text/plain; charset=utf-8",
        };

    private sealed record Asset(byte[] Bytes, string Hash, string Type);
}
