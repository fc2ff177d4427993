using System.Net;
using Microsoft.AspNetCore.Http;

namespace SkRouter.Cli.Commands.Serve;

/// <summary>Says what <c>--no-auth</c> does not go together with.</summary>
internal static class NoAuthRules
{
    public static void Verify(IEnumerable<string> urls, string? adminKey, ServeSettings settings)
    {
        foreach (var url in urls)
        {
            if (!IsLoopback(url))
            {
                throw new CommandException(
                    $"--no-auth lets everybody in who can reach the server, so it listens on this machine only, and '{url}' is more than that. Listen on http://127.0.0.1:4141, or leave --no-auth out and give others keys."
                );
            }
        }

        if (adminKey is not null)
        {
            throw new CommandException(
                $"{ServePlan.AdminKeyVariable} is set, and --no-auth asks nobody for it. Leave one of them out."
            );
        }

        if (settings.RequireKey)
        {
            throw new CommandException(
                $"{ServeSettings.Section}:{nameof(settings.RequireKey)} is true, and --no-auth asks nobody for a key. Leave one of them out."
            );
        }
    }

    // Read as the server reads it: any other host name would have it listen on every address.
    private static bool IsLoopback(string url)
    {
        var host = BindingAddress.Parse(url).Host;
        return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (
                IPAddress.TryParse(host.Trim('[', ']'), out var address)
                && IPAddress.IsLoopback(address)
            );
    }
}
