using System.Globalization;
using Microsoft.Extensions.Configuration;
using SkRouter.Access;
using SkRouter.Connectors;
using SkRouter.Routing;

namespace SkRouter.Cli.Commands.Serve;

/// <summary>What is said once requests are taken: where, by whom, and what to try first.</summary>
internal sealed class ServeGreeting(
    ServeConfiguration configuration,
    ServePlan plan,
    FirstKeys made
)
{
    public IEnumerable<string> Lines(
        ModelRouter router,
        IApiKeyStore keys,
        IReadOnlyCollection<string> addresses
    )
    {
        var first = addresses.First();
        yield return $"SkRouter listens on {string.Join(", ", addresses)}";
        yield return configuration.IsDemo
            ? "  Models      simulated: no configuration was given. Real ones: skrouter serve --example > skrouter.json"
            : $"  Models      {string.Join(", ", router.Deployments.Select(deployment => deployment.Key))}";
        yield return $"  Roles       {string.Join(", ", router.Roles.Order(StringComparer.Ordinal))}";
        yield return $"  API         {first}/v1";
        yield return $"  Dashboard   {first}{ServeHost.DashboardPath}";
        yield return $"  Metrics     {first}/metrics";
        yield return plan.Ledger is { } ledger
            ? $"  Ledger      {ledger}"
            : "  Ledger      in memory, gone when this stops; --ledger skrouter.db keeps it";
        foreach (var line in Access(first, keys))
        {
            yield return line;
        }

        foreach (var missing in MissingKeys(configuration))
        {
            yield return missing;
        }

        var header = plan.NoAuth ? "" : $" -H 'authorization: Bearer {made.Api ?? "YOUR_KEY"}'";
        yield return $"  Try         curl {first}/v1/chat/completions{header} -H 'content-type: application/json' -d '{{\"model\":\"auto\",\"messages\":[{{\"role\":\"user\",\"content\":\"Hello\"}}]}}'";
        yield return "Ctrl-C stops it.";
    }

    private IEnumerable<string> Access(string address, IApiKeyStore keys)
    {
        if (plan.NoAuth)
        {
            yield return "  Access      --no-auth: everybody on this machine, without key and without signing in; nobody else";
            yield break;
        }

        if (made.Admin is { } admin)
        {
            var again = plan.Ledger is { } file
                ? $"; shown this once, 'skrouter admin reset --ledger {file}' makes another"
                : "; gone when this stops";
            yield return $"  Admin key   {admin}{again}";
            yield return $"  Sign in     {address}{ServeHost.DashboardPath}/login?once={made.Once} (works once, within an hour)";
        }

        var make = plan.Ledger is { } ledger
            ? $"skrouter key create NAME --ledger {ledger}"
            : "give it a --ledger, then: skrouter key create NAME";
        var count = keys.List().Count(key => key.RevokedAt is null);
        yield return made.Api is { } key
            ? $"  API key     {key}; shown this once. More: {make}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"  Keys        {count}; every request needs one. More: {make}"
            );
    }

    private static IEnumerable<string> MissingKeys(ServeConfiguration configuration)
    {
        var providers = configuration
            .Root.GetSection($"{ServeConfiguration.RouterSection}:Providers")
            .GetChildren();
        foreach (var provider in providers)
        {
            var name = provider["Provider"] ?? provider.Key;
            var known = KnownProviders.All.FirstOrDefault(candidate =>
                string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase)
            );
            var hasOwn = provider["ApiKey"] is not null || provider.GetSection("ApiKeys").Exists();
            if (known is { HasKey: false } && !hasOwn)
            {
                yield return $"  No key      {known.KeyVariable} is not set: models of {provider.Key} will not answer";
            }
        }
    }
}
