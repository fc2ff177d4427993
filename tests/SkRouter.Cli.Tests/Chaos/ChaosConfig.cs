namespace SkRouter.Cli.Tests.Chaos;

/// <summary>
/// The server's configuration: two roles over three deployments. <c>main</c> prefers the one that fails only on request; <c>rough</c> falls back to it from two that
/// fail half of the time.
/// </summary>
internal static class ChaosConfig
{
    /// <summary>USD per million tokens.</summary>
    public const decimal Input = 2;

    public const decimal Output = 10;

    public static object Of(Uri upstream) =>
        new
        {
            Server = new { DrainSeconds = 3 },
            SkRouter = new
            {
                RoundTripDeadline = "00:00:40",
                Providers = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["a"] = Provider("openai", upstream, "a/v1", FaultPlan.Sound),
                    ["b"] = Provider("anthropic", upstream, "b", "beta"),
                    ["c"] = Provider("openai", upstream, "c/v1", "gamma"),
                },
                Deployments = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    // Long enough for any machine: only what is silent on request runs into it.
                    ["a/alpha"] = Deployment("00:00:12"),
                    ["b/beta"] = Deployment("00:00:03"),
                    ["c/gamma"] = Deployment("00:00:03"),
                },
                Roles = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["main"] = new
                    {
                        Prefer = new[] { "a/alpha" },
                        FallBackTo = new[] { "b/beta", "c/gamma" },
                    },
                    ["rough"] = new
                    {
                        Prefer = new[] { "b/beta" },
                        FallBackTo = new[] { "c/gamma", "a/alpha" },
                    },
                },
            },
        };

    private static object Provider(string kind, Uri upstream, string path, string model) =>
        new
        {
            Provider = kind,
            BaseUrl = new Uri(upstream, path),
            ApiKey = "none",
            Models = new[] { model },
        };

    private static object Deployment(string limit) =>
        new
        {
            Price = new { Input, Output },
            ContextWindow = 100_000,
            TimeToFirstToken = limit,
            Total = limit,
        };
}
