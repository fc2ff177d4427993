namespace SkRouter.Benchmarks.Gateway.Servers;

/// <summary>All servers of a run, beside each other.</summary>
internal sealed class ServerSet : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skrouter-gateway");
    private readonly List<ServerProcess> _servers = [];

    public IReadOnlyList<ServerProcess> All => _servers;

    public static async Task<ServerSet> StartAsync(Uri upstream, BenchmarkPlan plan)
    {
        var set = new ServerSet();
        foreach (var name in plan.Servers)
        {
            set._servers.Add(await set.StartAsync(name, upstream));
        }

        return set;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private Task<ServerProcess> StartAsync(string name, Uri upstream) =>
        name switch
        {
            "upstream" => Task.FromResult(ServerProcess.Direct(upstream)),
            "skrouter" => SkRouterGateway.StartAsync(
                upstream,
                _folder.CreateSubdirectory(name).FullName
            ),
            "skrouter-group-commit" => SkRouterGateway.StartAsync(
                upstream,
                _folder.CreateSubdirectory(name).FullName,
                groupCommit: true
            ),
            _ => ServerProcess.StartAsync(
                name,
                ["dotnet", typeof(ServerSet).Assembly.Location, name, upstream.ToString()]
            ),
        };
}
