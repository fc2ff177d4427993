using IncidentDesk.Tools;

namespace IncidentDesk.Tests.Tools;

public sealed class PathTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("../secret.txt")]
    [InlineData("logs/../../secret.txt")]
    [InlineData("..\\secret.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("\\etc\\passwd")]
    [InlineData("C:\\secret.txt")]
    [InlineData("file:///etc/passwd")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("logs/shop.log\0.txt")]
    [InlineData("logs")]
    [InlineData("nothing.txt")]
    public void Resolve_PathThatIsNoFileInTheFolder_IsRefused(string path)
    {
        Should.Throw<ToolInputException>(() => _place.Folder.Resolve(path));
        _place.Tools.ReadFile(path).ShouldStartWith("error: ");
        _place.Tools.ApplyPatch(path, "a", "b").ShouldStartWith("error: ");
        _place.Done.ShouldBeEmpty();
    }

    [Fact]
    public void Resolve_FolderWhoseNameBeginsAlike_IsRefused()
    {
        _place.Write("in-other/file.txt", "x");

        Should.Throw<ToolInputException>(() => _place.Folder.Resolve("../in-other/file.txt"));
    }

    [Fact]
    public void Resolve_LinkOutOfTheFolder_IsRefusedAndNotListed()
    {
        File.CreateSymbolicLink(
            Path.Combine(_place.Input, "link.txt"),
            Path.GetFullPath(Path.Combine(_place.Input, "..", "secret.txt"))
        );
        Directory.CreateSymbolicLink(
            Path.Combine(_place.Input, "up"),
            Path.GetFullPath(Path.Combine(_place.Input, ".."))
        );

        Should.Throw<ToolInputException>(() => _place.Folder.Resolve("link.txt"));
        Should.Throw<ToolInputException>(() => _place.Folder.Resolve("up/secret.txt"));
        _place.Folder.Files().ShouldBe(["logs/shop.log", "runbook.md", "src/quote.py"]);
    }

    [Theory]
    [InlineData("src/quote.py")]
    [InlineData("./src/quote.py")]
    [InlineData("src\\quote.py")]
    [InlineData("logs/../src/quote.py")]
    public void Relative_WaysToNameOneFile_GiveOnePath(string path) =>
        _place.Folder.Relative(path).ShouldBe("src/quote.py");

    [Theory]
    [InlineData("")]
    [InlineData("out")]
    public void OutputFiles_InsideTheInput_AreRefused(string inside) =>
        Should.Throw<InvalidOperationException>(() =>
            new PatchFolder(_place.Folder, Path.Combine(_place.Input, inside))
        );

    [Fact]
    public void OutputFiles_AroundTheInput_AreRefused() =>
        Should.Throw<InvalidOperationException>(() =>
            new PatchFolder(_place.Folder, Path.GetDirectoryName(_place.Input)!)
        );
}
