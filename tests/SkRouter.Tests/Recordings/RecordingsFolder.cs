namespace SkRouter.Tests.Recordings;

/// <summary>Where the recorded exchanges are: beside the repository, or where SKROUTER_RECORDINGS says.</summary>
internal static class RecordingsFolder
{
    public const string Variable = "SKROUTER_RECORDINGS";

    public static string? Path { get; } = Find();

    public static string? WhyMissing =>
        Path is null
            ? $"There are no recordings in ../shared/recordings beside the repository; {Variable} can name another folder."
            : null;

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        for (
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            folder is not null;
            folder = folder.Parent
        )
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "SkRouter.sln")))
            {
                var beside = System.IO.Path.Combine(
                    folder.Parent?.FullName ?? "/",
                    "shared",
                    "recordings"
                );
                return Directory.Exists(beside) ? beside : null;
            }
        }

        return null;
    }
}
