using System.Xml.Linq;
using SkRouter.Cli.Tests.Route;

namespace SkRouter.Cli.Tests.Runs;

public sealed class RunCommandTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skrouter");

    private string Ledger => Path.Combine(_folder.FullName, "skrouter.db");

    public Task InitializeAsync() => RunLedger.WriteAsync(Ledger);

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public void Show_Run_TellsAgentsHandoversToolsCostAndCircles()
    {
        var run = CommandRun.Of("run", "show", "run-1", "--ledger", Ledger);

        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("6 round trips in 6 s, $1.5");
        run.Output.ShouldContain("patch x 2");
        run.Output.ShouldContain("planner -> coder");
        run.Output.ShouldContain("coder -> reviewer, 2 times");
        run.Output.ShouldContain("coder: loop: patch was called 2 times");
    }

    [Fact]
    public void Show_AsJson_HasTheSame()
    {
        var json = CommandRun.Of("run", "show", "run-1", "--ledger", Ledger, "--json").Json();

        json.GetProperty("costUsd").GetDecimal().ShouldBe(1.5m);
        json.GetProperty("agents").GetArrayLength().ShouldBe(3);
        json.GetProperty("handovers")[2].GetProperty("times").GetInt32().ShouldBe(2);
    }

    [Fact]
    public void Show_AsMermaidAndSvg_DrawsBoth()
    {
        var picture = Path.Combine(_folder.FullName, "run.svg");

        var run = CommandRun.Of(
            "run",
            "show",
            "run-1",
            "--ledger",
            Ledger,
            "--mermaid",
            "--svg",
            picture
        );

        run.Output.ShouldStartWith("flowchart LR");
        run.Output.ShouldContain("agent1 -->|2| agent2");
        XDocument.Load(picture).Root!.Name.LocalName.ShouldBe("svg");
    }

    [Fact]
    public void Show_UnknownRun_NamesTheNewest()
    {
        var run = CommandRun.Of("run", "show", "run-9", "--ledger", Ledger);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("no run 'run-9'. Newest runs: other, run-1.");
    }

    [Fact]
    public void Show_NoLedger_SaysSo()
    {
        var run = CommandRun.Of("run", "show", "run-1", "--ledger", Ledger + "x");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(Ledger + "x");
    }
}
