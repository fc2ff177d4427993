using System.Net;
using System.Net.Sockets;
using SkRouter.Cli.Tests.Route;

namespace SkRouter.Cli.Tests.Serve;

/// <summary>What keeps <c>serve</c> from starting is said in a sentence for each cause, with what to do, and never as a stack trace.</summary>
public sealed class ServeFaultTests : IDisposable
{
    private const string Providers =
        """ "Providers":{"ollama":{"Models":["a"]}},"Deployments":{"ollama/a":{"Price":{"Input":1,"Output":1}}} """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skrouter");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("""{"SkRouter":{"Providers":{"opnai":{"Models":["a"]}}}}""", "no provider 'opnai'")]
    [InlineData(
        """{"SkRouter":{"Providers":{"openai":{"Modles":["a"]}}}}""",
        "'Modles' is no setting"
    )]
    [InlineData(
        """{"SkRouter":{"Providers":{"ollama":{"Models":["a"]}},"Rolez":{}}}""",
        "did you mean 'Roles'"
    )]
    [InlineData("""{"SkRouter":{"Roles":{}},"Server":{"Prot":1}}""", "'Prot' is no setting")]
    [InlineData("""{"SkRouter":{"Roles":{}},"Server":{"DrainSeconds":"x"}}""", "DrainSeconds")]
    [InlineData("{\n  \"SkRouter\": {\n    oops\n", "line 3, column 5")]
    [InlineData("[]", "one object")]
    [InlineData("", "line 1, column 1")]
    public void Start_FileThatIsWrong_SaysWhat(string json, string expected) =>
        ShouldFail(Serve(json), expected);

    [Fact]
    public void Start_WithoutProviderKeys_NamesEachMissingVariableOnceAndNothingElse()
    {
        if (
            Environment.GetEnvironmentVariable("OPENAI_API_KEY") is not null
            || Environment.GetEnvironmentVariable("ANTHROPIC_API_KEY") is not null
        )
        {
            return;
        }

        var run = Serve(CommandRun.Of("serve", "--example").Output);

        ShouldFail(run, "OPENAI_API_KEY is not set");
        run.Error.Split("OPENAI_API_KEY is not set").Length.ShouldBe(2);
        run.Error.Split("ANTHROPIC_API_KEY is not set").Length.ShouldBe(2);
        run.Error.ShouldNotContain("there is no model");
        run.Error.TrimEnd().Split('\n').Length.ShouldBe(3);
    }

    [Fact]
    public void Start_PortInUse_SaysSoAndMakesNoKeyThatNobodySees()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var run = Serve(
            "{\"SkRouter\":{" + Providers + "}}",
            "--url",
            FormattableString.Invariant($"http://127.0.0.1:{port}")
        );

        ShouldFail(run, "in use");
        run.Error.ShouldContain("--url");
        CommandRun.Of("key", "list", "--ledger", Ledger).Output.ShouldContain("There is no key");
        CommandRun.Of("admin", "audit", "--ledger", Ledger).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://192.168.0.1:0")]
    [InlineData("http://example.com:0")]
    [InlineData("http://localhost.example.com:0")]
    [InlineData("http://my-laptop:0")]
    public void Start_NoAuthOnMoreThanThisMachine_IsRefused(string url) =>
        ShouldFail(
            Serve("{\"SkRouter\":{" + Providers + "}}", "--no-auth", "--url", url),
            "--no-auth"
        );

    [Theory]
    [InlineData("http://*:4141")]
    [InlineData("http://+:4141")]
    public void Start_NoAuthOnWildcards_IsRefused(string url) =>
        Serve("{\"SkRouter\":{" + Providers + "}}", "--no-auth", "--url", url).ExitCode.ShouldBe(2);

    [Fact]
    public void Start_LedgerThatIsNone_SaysSo()
    {
        File.WriteAllBytes(Ledger, [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 31))]);

        ShouldFail(Serve("{\"SkRouter\":{" + Providers + "}}"), "not a SkRouter ledger");
    }

    [Theory]
    [InlineData("serve", "--prot", "1")]
    [InlineData("sevre")]
    [InlineData("key", "create")]
    [InlineData("budget", "set", "all")]
    [InlineData("spend", "--since")]
    public void AnyVerb_CommandLineThatIsWrong_SaysSoAndEndsWithTwo(params string[] arguments)
    {
        var run = CommandRun.Of(arguments);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldNotBeEmpty();
        run.Error.ShouldNotContain("Exception");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("serve", "--help")]
    public void AnyVerb_Help_EndsWithZero(params string[] arguments) =>
        CommandRun.Of(arguments).ExitCode.ShouldBe(0);

    [Fact]
    public void Start_LedgerInNoFolder_SaysSo() =>
        ShouldFail(
            Serve(
                "{\"SkRouter\":{" + Providers + "}}",
                "--ledger",
                Path.Combine(_folder.FullName, "none", "x.db")
            ),
            "cannot be opened"
        );

    [Fact]
    public void Start_FolderForAFile_SaysSo() =>
        ShouldFail(CommandRun.Of("serve", "--config", _folder.FullName), "is a folder");

    [Fact]
    public void AnyVerb_LedgerThatIsNone_SaysSo()
    {
        File.WriteAllText(
            Ledger,
            "not a ledger, but long enough to be looked at as one".PadRight(4096, '.')
        );
        foreach (
            var arguments in (string[][])
                [
                    ["key", "list"],
                    ["key", "create", "ann"],
                    ["key", "revoke", "ann"],
                    ["spend"],
                    ["budget", "list"],
                    ["budget", "set", "all", "1"],
                    ["admin", "reset"],
                    ["admin", "audit"],
                ]
        )
        {
            ShouldFail(CommandRun.Of([.. arguments, "--ledger", Ledger]), "ledger");
        }
    }

    private string Ledger => Path.Combine(_folder.FullName, "skrouter.db");

    private static void ShouldFail(CommandRun run, string expected)
    {
        run.ExitCode.ShouldBe(2, run.Error);
        run.Error.ShouldContain(expected);
        run.Error.ShouldNotContain("   at ");
        run.Error.ShouldNotContain("Exception");
    }

    private CommandRun Serve(string json, params string[] more)
    {
        var file = Path.Combine(_folder.FullName, "skrouter.json");
        File.WriteAllText(file, json);
        return CommandRun.Of(["serve", "--config", file, .. more]);
    }
}
