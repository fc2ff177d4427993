namespace SkRouter.Connectors.Tests.Replay;

/// <summary>Where the recorded exchanges are: <c>SKROUTER_RECORDINGS</c>, else <c>../shared/recordings</c> beside the repository.</summary>
internal static class RecordingsFolder
{
    public const string Variable = "SKROUTER_RECORDINGS";

    public static string? Path { get; } = Find();

    public static bool IsUsual { get; } =
        string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(Variable));

    private static string? Find()
    {
        var configured = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrWhiteSpace(configured))
        {
            return Directory.Exists(configured) ? configured : null;
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
                    folder.Parent?.FullName ?? "",
                    "shared",
                    "recordings"
                );
                return Directory.Exists(beside) ? beside : null;
            }
        }
        return null;
    }
}
