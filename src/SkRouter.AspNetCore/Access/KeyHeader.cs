using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace SkRouter.AspNetCore.Access;

/// <summary>The secret that a request carries, in any of the ways that clients send one.</summary>
internal readonly record struct KeyHeader(string? Secret, bool IsAmbiguous)
{
    private const string Bearer = "Bearer ";

    public static KeyHeader Read(HttpRequest request)
    {
        string? secret = null;
        foreach (var value in Values(request.Headers))
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                continue;
            }

            if (secret is not null && secret != value)
            {
                return new(null, IsAmbiguous: true);
            }

            secret = value;
        }

        return new(secret, IsAmbiguous: false);
    }

    private static IEnumerable<string?> Values(IHeaderDictionary headers)
    {
        foreach (var value in headers.Authorization)
        {
            if (value?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true)
            {
                yield return value[Bearer.Length..].Trim();
            }
        }

        foreach (var value in StringValues.Concat(headers["x-api-key"], headers["api-key"]))
        {
            yield return value?.Trim();
        }
    }
}
