using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkRouter.Benchmarks.Gateway.Servers;

/// <summary><c>skrouter serve</c> as users run it: keys asked for, roles that choose by the task, every token on the ledger's file, metrics.</summary>
internal static class SkRouterGateway
{
    /// <param name="upstream">Who answers.</param>
    /// <param name="folder">Where its files are.</param>
    /// <param name="groupCommit">Whether callers wait for a shared commit instead of for the journal.</param>
    public static async Task<ServerProcess> StartAsync(
        Uri upstream,
        string folder,
        bool groupCommit = false
    )
    {
        var config = Path.Combine(folder, "skrouter.json");
        await File.WriteAllTextAsync(config, JsonSerializer.Serialize(Configuration(upstream)));
        var key = await CreateKeyAsync(folder);
        return await ServerProcess.StartAsync(
            groupCommit ? "skrouter-group-commit" : "skrouter",
            [
                "dotnet",
                .. groupCommit
                    ? ["exec", "--runtimeconfig", await GroupCommitAsync(folder)]
                    : Array.Empty<string>(),
                Program(),
                "serve",
                "--config",
                config,
            ],
            key
        );
    }

    /// <summary>The program's runtime configuration with the switch that nothing else sets.</summary>
    private static async Task<string> GroupCommitAsync(string folder)
    {
        var own = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.ChangeExtension(Program(), ".runtimeconfig.json"))
        )!;
        var properties = own["runtimeOptions"]!["configProperties"] ??= new JsonObject();
        properties["SkRouter.Ledger.Sqlite.GroupCommit"] = true;
        var file = Path.Combine(folder, "group-commit.runtimeconfig.json");
        await File.WriteAllTextAsync(file, own.ToJsonString());
        return file;
    }

    private static object Configuration(Uri upstream) =>
        new
        {
            Server = new
            {
                Urls = new[] { "http://127.0.0.1:0" },
                Ledger = "skrouter.db",
                RequireKey = true,
            },
            SkRouter = new
            {
                Providers = new
                {
                    openai = new
                    {
                        BaseUrl = upstream.ToString(),
                        ApiKey = "sk-simulated",
                        Models = Upstream.Models.Values.SelectMany(models => models).Distinct(),
                    },
                },
                DefaultRole = Upstream.Plain,
                Roles = Upstream.Models.ToDictionary(
                    target => target.Key,
                    target => Role(target.Key, target.Value),
                    StringComparer.Ordinal
                ),
            },
        };

    private static object Role(string target, string[] models) =>
        target == Upstream.Plain
            ? new
            {
                Simple = new[] { $"openai/{models[0]}" },
                Complex = new[] { $"openai/{models[1]}" },
            }
            : new
            {
                Prefer = new[] { $"openai/{models[0]}" },
                FallBackTo = models[1..].Select(model => $"openai/{model}"),
            };

    private static async Task<string> CreateKeyAsync(string folder)
    {
        using var process = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [
                    Program(),
                    "key",
                    "create",
                    "benchmark",
                    "--ledger",
                    Path.Combine(folder, "skrouter.db"),
                ]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var at = said.IndexOf("skr-", StringComparison.Ordinal);
        return at >= 0
            ? said[at..].Split([' ', '\n', '\r'], 2)[0]
            : throw new InvalidOperationException($"No key was made: {said}");
    }

    /// <summary>Built beside this program, with the same settings.</summary>
    private static string Program()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var root = own;
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "SkRouter.sln")))
        {
            root = root.Parent;
        }

        return Path.Combine(
            root?.FullName
                ?? throw new InvalidOperationException("Run it from within the repository."),
            "src",
            "SkRouter.Cli",
            "bin",
            own.Parent!.Name,
            own.Name,
            "SkRouter.Cli.dll"
        );
    }
}
