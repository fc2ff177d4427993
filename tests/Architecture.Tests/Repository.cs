namespace SkRouter.Architecture;

/// <summary>The source tree that these tests read. Every list refuses to be empty: a scan of nothing proves nothing.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Projects(params ReadOnlySpan<string> folders)
    {
        var found = new List<string>();
        foreach (var folder in folders)
        {
            found.AddRange(Files(folder, "*.csproj"));
        }

        return found;
    }

    public static IReadOnlyList<string> Sources(string folder) => Files(folder, "*.cs");

    public static string Relative(string path) =>
        Path.GetRelativePath(Root, path).Replace('\\', '/');

    public static string NameOf(string project) => Path.GetFileNameWithoutExtension(project);

    private static List<string> Files(string folder, string pattern)
    {
        var found = Directory
            .EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(path => !IsBuildOutput(Relative(path)))
            .Order(StringComparer.Ordinal)
            .ToList();
        return found.Count > 0
            ? found
            : throw new InvalidOperationException($"No {pattern} under {folder} of {Root}.");
    }

    private static bool IsBuildOutput(string relative) =>
        relative.Split('/').Any(part => part is "bin" or "obj");

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; )
        {
            if (File.Exists(Path.Combine(folder, "SkRouter.sln")))
            {
                return folder;
            }

            folder = Path.GetDirectoryName(folder);
        }

        throw new InvalidOperationException(
            $"No SkRouter.sln above {AppContext.BaseDirectory}: there is nothing to check."
        );
    }
}
