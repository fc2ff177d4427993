namespace SkRouter.Cli.Tests.Price;

/// <summary>Where the price facts and usage cases are: beside the repository, or where SKROUTER_CATALOGUE says.</summary>
internal static class CatalogueFolder
{
    private const string Variable = "SKROUTER_CATALOGUE";

    public static string? Path { get; } = Find();

    public static string? WhyMissing =>
        Path is null
            ? $"There are no usage cases in ../shared/catalogue beside the repository; {Variable} can name another folder."
            : null;

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (
            folder is not null
            && !File.Exists(System.IO.Path.Combine(folder.FullName, "SkRouter.sln"))
        )
        {
            folder = folder.Parent;
        }

        var beside = System.IO.Path.Combine(folder?.Parent?.FullName ?? "/", "shared", "catalogue");
        return Directory.Exists(beside) ? beside : null;
    }
}
