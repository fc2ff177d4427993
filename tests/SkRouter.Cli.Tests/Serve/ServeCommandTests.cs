using SkRouter.Cli.Tests.Route;

namespace SkRouter.Cli.Tests.Serve;

public sealed class ServeCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skrouter");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Example_Written_IsAFileThatIsTaken()
    {
        var run = CommandRun.Of("serve", "--example");
        run.ExitCode.ShouldBe(0);

        // Its only fault is an address that nobody can listen on, which is looked at after the file.
        var served = Serve(run.Output, "--url", "http://127.0.0.1:1/path");
        served.Error.ShouldContain("no address to listen on");
    }

    [Theory]
    [InlineData("{", "cannot be read as JSON")]
    [InlineData("{}", "no section 'SkRouter'")]
    [InlineData("""{"SkRouter":{"Roles":{}},"Severs":{}}""", "'Severs' that nothing reads")]
    [InlineData("""{"SkRouter":{"Roles":{}},"Server":{"Port":1}}""", "'Port'")]
    [InlineData("""{"SkRouter":{"Roles":{}},"Server":{"Durability":"Maybe"}}""", "Durability")]
    [InlineData("""{"SkRouter":{"Roles":{}},"Server":{"DrainSeconds":-1}}""", "DrainSeconds")]
    [InlineData("""{"SkRouter":{"Roles":{}},"Server":{"Urls":["ftp://x"]}}""", "'ftp://x'")]
    [InlineData("""{"SkRouter":{"Roles":{}},"Server":{"Urls":["https://localhost"]}}""", "proxy")]
    public void Wrong_File_SaysWhatAndEnds(string json, string expected)
    {
        var run = Serve(json);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(expected);
    }

    [Fact]
    public void Wrong_Path_SaysHowToMakeOne()
    {
        var run = CommandRun.Of("serve", "--config", Path.Combine(_folder.FullName, "none.json"));

        run.Error.ShouldContain("skrouter serve --example");
    }

    private CommandRun Serve(string json, params string[] more)
    {
        var file = Path.Combine(_folder.FullName, "skrouter.json");
        File.WriteAllText(file, json);
        return CommandRun.Of(["serve", "--config", file, .. more]);
    }
}
