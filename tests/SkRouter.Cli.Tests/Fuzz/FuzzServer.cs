using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.AspNetCore.Api;
using SkRouter.Cli.Commands.Serve;

namespace SkRouter.Cli.Tests.Fuzz;

/// <summary><c>skrouter serve</c> as it is, in this process so that its memory can be looked at: with a ledger in a file, the dashboard, and a role for each kind of deployment.</summary>
internal sealed partial class FuzzServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skrouter-fuzz");
    private SoundUpstream _upstream = null!;
    private WebApplication _app = null!;

    private FuzzServer() { }

    public Uri Address => new(_app.Urls.Single());

    public HttpClient Client { get; } =
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                RequestHeaderEncodingSelector = static (_, _) => System.Text.Encoding.UTF8,
            }
        );

    /// <summary>Bytes of bodies that are held now.</summary>
    public long Held => _app.Services.GetRequiredService<BodyBudget>().Held;

    public static async Task<FuzzServer> StartAsync()
    {
        var server = new FuzzServer();
        server._upstream = await SoundUpstream.StartAsync();
        var file = Path.Combine(server._folder.FullName, "skrouter.json");
        await File.WriteAllTextAsync(
            file,
            JsonSerializer.Serialize(Config(server._upstream.Address))
        );
        var configuration = ServeConfiguration.Load(file);
        var plan = ServePlan.Of(
            configuration,
            ["http://127.0.0.1:0"],
            Path.Combine(server._folder.FullName, "skrouter.db"),
            noAuth: true,
            static _ => null
        );
        server._app = ServeHost.Build(configuration, plan);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>What forms of the dashboard bring back.</summary>
    public async Task<string> TokenAsync() =>
        Token()
            .Match(await Client.GetStringAsync(new Uri(Address, "/router/budgets")))
            .Groups["token"]
            .Value;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _upstream.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static object Config(Uri upstream) =>
        new
        {
            Server = new { DrainSeconds = 1, SlowClientSeconds = 5 },
            SkRouter = new
            {
                MissingPrice = "Warn",
                DefaultRole = "writer",
                Providers = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["openai"] = new
                    {
                        BaseUrl = new Uri(upstream, "v1"),
                        ApiKey = "none",
                        Models = new[] { "gpt-4.1" },
                        EmbeddingModels = new[] { "e" },
                    },
                    ["openai-responses"] = new
                    {
                        BaseUrl = new Uri(upstream, "v1"),
                        ApiKey = "none",
                        Models = new[] { "gpt-5.1" },
                    },
                    ["anthropic"] = new
                    {
                        BaseUrl = upstream,
                        ApiKey = "none",
                        Models = new[] { "claude-sonnet-4-5" },
                    },
                    ["google"] = new
                    {
                        BaseUrl = new Uri(upstream, "v1beta"),
                        ApiKey = "none",
                        Models = new[] { "gemini-2.5-pro" },
                    },
                },
                Roles = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["writer"] = new { Prefer = new[] { "openai/gpt-4.1" } },
                    ["chat"] = new { Prefer = new[] { "openai/gpt-4.1" } },
                    ["responses"] = new { Prefer = new[] { "openai-responses/gpt-5.1" } },
                    ["messages"] = new { Prefer = new[] { "anthropic/claude-sonnet-4-5" } },
                    ["generate"] = new { Prefer = new[] { "google/gemini-2.5-pro" } },
                },
            },
        };

    [GeneratedRegex(
        "name=\"token\" value=\"(?<token>[^\"]+)\"",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Token();
}
