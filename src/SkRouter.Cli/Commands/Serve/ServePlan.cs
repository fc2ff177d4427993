using SkRouter.AspNetCore;

namespace SkRouter.Cli.Commands.Serve;

/// <summary>What the command line and the file come to, with whole paths.</summary>
/// <param name="Urls">Where it listens.</param>
/// <param name="Ledger">The ledger's file; null keeps the books in memory.</param>
/// <param name="Agents">The folder of role files; null for none.</param>
internal sealed record ServePlan(IReadOnlyList<string> Urls, string? Ledger, string? Agents)
{
    /// <summary>Holds what people sign in to the dashboard with.</summary>
    public const string AdminKeyVariable = "SKROUTER_ADMIN_KEY";

    /// <summary>What people sign in to the dashboard with; null for a key that is made at the first start.</summary>
    public string? AdminKey { get; init; }

    /// <summary>Keys and signing in are switched off, for this machine alone.</summary>
    public bool NoAuth { get; init; }

    private const string DefaultUrl = "http://127.0.0.1:4141";
    private const string DefaultLedger = "skrouter.db";

    /// <param name="configuration">The file.</param>
    /// <param name="urls">Those of the command line, which go before the file's.</param>
    /// <param name="ledger">That of the command line, which goes before the file's.</param>
    /// <param name="noAuth">Whether the command line switches keys and signing in off.</param>
    /// <param name="environment">Where secrets are.</param>
    /// <exception cref="CommandException">An address is none, or what is asked for is not safe.</exception>
    public static ServePlan Of(
        ServeConfiguration configuration,
        IReadOnlyList<string> urls,
        string? ledger,
        bool noAuth,
        Func<string, string?> environment
    )
    {
        var settings = configuration.Settings;
        IReadOnlyList<string> listen =
            urls.Count > 0 ? urls
            : settings.Urls.Count > 0 ? [.. settings.Urls]
            : [DefaultUrl];
        foreach (var url in listen)
        {
            Verify(url);
        }

        var adminKey = environment(AdminKeyVariable) is { Length: > 0 } key ? key : null;
        if (adminKey?.Length < SkRouterDashboardOptions.ShortestAdminKey)
        {
            throw new CommandException(
                $"{AdminKeyVariable} has fewer than {SkRouterDashboardOptions.ShortestAdminKey} characters. Make it long and random, or leave it out to have one made."
            );
        }

        if (noAuth)
        {
            NoAuthRules.Verify(listen, adminKey, settings);
        }

        return new(
            listen,
            ledger is not null ? Path.GetFullPath(ledger)
                : settings.Ledger is { } named ? configuration.Resolve(named)
                : configuration.IsDemo ? null
                : configuration.Resolve(DefaultLedger),
            settings.Agents is { } agents ? configuration.Resolve(agents) : null
        )
        {
            AdminKey = adminKey,
            NoAuth = noAuth,
        };
    }

    private static void Verify(string url)
    {
        if (
            !Uri.TryCreate(url, UriKind.Absolute, out var address)
            || address.Scheme is not ("http" or "https")
            || address.PathAndQuery != "/"
        )
        {
            throw new CommandException(
                $"'{url}' is no address to listen on. Write it like {DefaultUrl}, without a path."
            );
        }

        if (address.Scheme == "https")
        {
            throw new CommandException(
                $"'{url}': certificates are the business of the proxy in front. Listen on http://127.0.0.1:PORT and let the proxy speak TLS."
            );
        }
    }
}
