using System.Text.Json;
using IncidentDesk.Desk;
using SkRouter.Agents;

namespace IncidentDesk.Tests.Desk;

/// <summary>Teams of other shapes than the desk's own, on the simulator.</summary>
public sealed class OtherTeamsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("desk-teams-").FullName;
    private readonly AgentDefinitions _definitions = AgentFiles.Read(
        Path.Combine(AppContext.BaseDirectory, "agents")
    );

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("incident-analysts", 0, 0, "log-analyst", "code-analyst")]
    [InlineData("incident-panel", 0, 0, "log-analyst", "code-analyst", "writer")]
    [InlineData("incident-handoff", 1, 1, "dispatcher", "investigator", "coder", "writer")]
    public async Task Run_TeamOfAnotherShape_CompletesWithEveryToolOnce(
        string team,
        int patches,
        int circles,
        params string[] agents
    )
    {
        var output = Path.Combine(_root, team);

        var (code, lines) = await RunAsync(
            "--simulate",
            "--json",
            "--team",
            team,
            "--output",
            output
        );

        code.ShouldBe(0, string.Join('\n', lines));
        using var json = JsonDocument.Parse(lines[^1]);
        var result = json.RootElement;
        result.GetProperty("completed").GetBoolean().ShouldBeTrue();
        result.GetProperty("loopsCaught").GetInt32().ShouldBe(circles);
        result
            .GetProperty("agents")
            .EnumerateArray()
            .Select(agent => agent.GetProperty("agent").GetString())
            .ShouldBe(agents);
        var tools = result.GetProperty("toolExecutions");
        var evidence = File.ReadLines(Path.Combine(output, "evidence.md"))
            .Where(line => line.StartsWith("- ", StringComparison.Ordinal))
            .ToList();
        evidence.Count.ShouldBe(3);
        evidence.ShouldBeUnique();
        tools.GetProperty("record_evidence").GetInt32().ShouldBe(3);
        (tools.TryGetProperty("apply_patch", out var applied) ? applied.GetInt32() : 0).ShouldBe(
            patches
        );
        File.Exists(Path.Combine(output, "fix.patch")).ShouldBe(patches > 0);
        (await File.ReadAllTextAsync(Path.Combine(output, "report.md"))).ShouldContain("quote()");
        File.Exists(Path.Combine(output, "run.svg")).ShouldBeTrue();
    }

    [Fact]
    public async Task Run_HandedOver_GoesOnPastTheCodersProvider()
    {
        var (_, lines) = await RunAsync(
            "--simulate",
            "--json",
            "--team",
            "incident-handoff",
            "--output",
            Path.Combine(_root, "out")
        );

        using var json = JsonDocument.Parse(lines[^1]);
        json.RootElement.GetProperty("fallbacks").GetInt64().ShouldBe(1);
        lines.ShouldContain(line =>
            line.Contains("goes on with sim-reserve", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Run_TeamIsUnknown_CannotStart()
    {
        var (code, _) = await RunAsync("--simulate", "--team", "incident-dsek");

        code.ShouldBe(2);
    }

    [Fact]
    public void Find_TeamIsUnknown_NamesThoseThereAre() =>
        Should
            .Throw<InvalidOperationException>(() => DeskTeam.Find(_definitions, "incident-dsek"))
            .Message.ShouldContain(
                "'incident-dsek'. Teams: incident-analysts, incident-desk, incident-handoff, incident-panel"
            );

    [Fact]
    public async Task Help_Team_NamesEveryTeamThatShips()
    {
        var (_, lines) = await RunAsync("--help");

        var help = string.Join(' ', lines.Select(line => line.Trim()));
        foreach (var team in _definitions.Teams.Keys)
        {
            help.ShouldContain(team);
        }
    }

    private static async Task<(int Code, string[] Lines)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        var parsed = DeskCommand.Create(output).Parse(args);
        parsed.InvocationConfiguration.Output = output;
        var code = await parsed.InvokeAsync();
        return (code, output.ToString().TrimEnd().Split('\n'));
    }
}
