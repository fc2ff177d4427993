namespace SkRouter.Architecture.Layout;

public sealed class LayoutTests
{
    private const int LongestFile = 300;

    private static readonly string[] VagueFolders =
    [
        "Services",
        "Models",
        "Helpers",
        "Utils",
        "Common",
        "Managers",
        "Interfaces",
    ];

    // Its packages are not on every registry: its README says so, and how to run it.
    private const string Apart = "samples/ChatCompletionAgents/ChatCompletionAgents.csproj";

    [Fact]
    public void Solution_ProjectsOnDisk_AreAllListedButTheOneThatStandsApart()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "SkRouter.sln"))
            .Replace('\\', '/');

        Repository
            .Projects("src", "tests", "samples")
            .Select(Repository.Relative)
            .Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal))
            .ShouldBe([Apart]);
        File.ReadAllText(Path.Combine(Repository.Root, Path.GetDirectoryName(Apart)!, "README.md"))
            .ShouldContain("not part of SkRouter.sln");
    }

    [Fact]
    public void SourceFiles_LengthOfAll_IsWithinLimit() =>
        Repository
            .Sources("src")
            .Select(path => (Path: Repository.Relative(path), Lines: File.ReadLines(path).Count()))
            .Where(file => file.Lines > LongestFile)
            .ShouldBeEmpty();

    [Fact]
    public void Folders_NamesOfAll_SayWhatIsInside() =>
        Repository
            .Sources("src")
            .Concat(Repository.Sources("tests"))
            .Select(path => Path.GetDirectoryName(Repository.Relative(path))!)
            .Distinct(StringComparer.Ordinal)
            .Where(folder =>
                folder
                    .Split('/', '\\')
                    .Intersect(VagueFolders, StringComparer.OrdinalIgnoreCase)
                    .Any()
            )
            .ShouldBeEmpty();

    [Fact]
    public void SourceFiles_TopLevelTypesOfEach_AreOneAtMost() =>
        Repository
            .Sources("src")
            .Select(path => (Path: Repository.Relative(path), Types: TypeNames.TopLevel(path)))
            .Where(file => file.Types.Count > 1)
            .Select(file => $"{file.Path}: {string.Join(", ", file.Types)}")
            .ShouldBeEmpty();

    [Fact]
    public void TopLevel_TwoTypesInAFile_FindsBoth() =>
        TypeNames
            .TopLevelIn(
                """
                namespace A;

                public sealed record One(int X);

                internal static partial class Two
                {
                    private sealed class Nested;
                }
                """
            )
            .ShouldBe(["One", "Two"]);
}
