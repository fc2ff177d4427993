namespace SkRouter.Cli.Tests.Training;

/// <summary>A test that needs the routing data beside the repository; skipped with a message where it is missing.</summary>
internal sealed class SharedDataFactAttribute : FactAttribute
{
    private const string Variable = "SKROUTER_SHARED";

    public SharedDataFactAttribute()
    {
        if (Folder is null)
        {
            Skip =
                $"The folder ../shared/routing beside the repository is missing. Set {Variable} to the folder that holds routing/.";
        }
    }

    internal static DirectoryInfo? Folder { get; } = Find();

    private static DirectoryInfo? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } shared)
        {
            return Existing(shared);
        }

        for (
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            folder is not null;
            folder = folder.Parent
        )
        {
            if (File.Exists(Path.Combine(folder.FullName, "SkRouter.sln")))
            {
                return Existing(Path.Combine(folder.FullName, "..", "shared"));
            }
        }

        return null;
    }

    private static DirectoryInfo? Existing(string shared)
    {
        var routing = new DirectoryInfo(Path.Combine(shared, "routing"));
        return routing.Exists ? routing : null;
    }
}
