namespace SkRouter.Cli.Tests.Replay;

/// <summary>Where the recorded outcomes are: beside the repository, or where SKROUTER_ROUTING_DATA says.</summary>
internal static class RoutingData
{
    public const string Variable = "SKROUTER_ROUTING_DATA";

    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "SkRouter.sln")))
        {
            root = root.Parent;
        }

        var beside = Path.Combine(root?.Parent?.FullName ?? "/", "shared", "routing");
        return Directory.Exists(beside) ? beside : null;
    }
}
