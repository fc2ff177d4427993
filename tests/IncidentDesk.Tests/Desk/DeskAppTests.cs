using System.Text.Json;

namespace IncidentDesk.Tests.Desk;

/// <summary>The whole program on its simulator.</summary>
public sealed class DeskAppTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("desk-app-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Run_ShippedIncident_CompletesThoughTheCodersProviderFails()
    {
        var (code, lines) = await RunAsync(
            "--simulate",
            "--json",
            "--output",
            Path.Combine(_root, "out")
        );

        code.ShouldBe(0, string.Join('\n', lines));
        using var json = JsonDocument.Parse(lines[^1]);
        var result = json.RootElement;
        result.GetProperty("completed").GetBoolean().ShouldBeTrue();
        result.GetProperty("simulated").GetBoolean().ShouldBeTrue();
        result.GetProperty("fallbacks").GetInt64().ShouldBeGreaterThan(0);
        result.GetProperty("costUsd").GetDecimal().ShouldBeGreaterThan(0);
        result
            .GetProperty("baselineCostUsd")
            .GetDecimal()
            .ShouldBeGreaterThan(result.GetProperty("costUsd").GetDecimal());
        result
            .GetProperty("agents")
            .EnumerateArray()
            .Select(agent => agent.GetProperty("agent").GetString())
            .ShouldBe(["triage", "planner", "investigator", "coder", "reviewer", "writer"]);
        var coder = result.GetProperty("agents")[3].GetProperty("models");
        coder.EnumerateObject().Count().ShouldBe(2);
        lines.ShouldContain(line => line.Contains("SIMULATED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_InvestigatorGoesInCircles_IsToldThenAStrongerModelGoesOn()
    {
        var output = Path.Combine(_root, "circle");

        var (code, lines) = await RunAsync("--simulate", "--json", "--output", output);

        code.ShouldBe(0);
        using var json = JsonDocument.Parse(lines[^1]);
        var result = json.RootElement;
        result.GetProperty("loopsCaught").GetInt32().ShouldBe(1);
        result.GetProperty("toolExecutions").GetProperty("record_evidence").GetInt32().ShouldBe(3);
        var investigator = result.GetProperty("agents")[2].GetProperty("models");
        investigator
            .EnumerateObject()
            .Select(model => model.Name)
            .ShouldBe(["sim-balanced", "sim-reserve"], ignoreOrder: true);
        lines.ShouldContain(line =>
            line.Contains("! loop: search_logs was called 2 times", StringComparison.Ordinal)
            && line.TrimEnd().EndsWith("(Steer)", StringComparison.Ordinal)
        );
        lines.ShouldContain(line =>
            line.Contains("! loop: search_logs was called 3 times", StringComparison.Ordinal)
            && line.TrimEnd().EndsWith("(Escalate)", StringComparison.Ordinal)
        );
        lines.ShouldContain(
            "investigator went in circles: search_logs was called 3 times with the same arguments and result; it was told, then a stronger model was asked."
        );
        (await File.ReadAllTextAsync(Path.Combine(output, "run.svg"))).ShouldContain(
            "search_logs was called 3 times"
        );
    }

    [Fact]
    public async Task Run_BudgetIsUsedUp_StopsBeforeItIsExceeded()
    {
        var (code, lines) = await RunAsync(
            "--simulate",
            "--json",
            "--budget",
            "0.03",
            "--output",
            Path.Combine(_root, "poor")
        );

        code.ShouldBe(1);
        lines.ShouldContain(line =>
            line.Contains("Not finished", StringComparison.Ordinal)
            && line.Contains("budget", StringComparison.OrdinalIgnoreCase)
        );
        lines.ShouldContain(line => line.StartsWith("Budget: $0.0", StringComparison.Ordinal));
        using var json = JsonDocument.Parse(lines[^1]);
        json.RootElement.GetProperty("costUsd").GetDecimal().ShouldBeInRange(0.0001m, 0.03m);
    }

    [Fact]
    public async Task Run_ShippedIncident_CountsWhatTheToolsReallyDid()
    {
        var output = Path.Combine(_root, "out");
        var (_, lines) = await RunAsync("--simulate", "--json", "--output", output);

        using var json = JsonDocument.Parse(lines[^1]);
        var tools = json.RootElement.GetProperty("toolExecutions");
        var evidence = File.ReadLines(Path.Combine(output, "evidence.md"))
            .Where(line => line.StartsWith("- ", StringComparison.Ordinal))
            .ToList();
        evidence.ShouldBeUnique();
        tools.GetProperty("record_evidence").GetInt32().ShouldBe(evidence.Count);
        tools.GetProperty("apply_patch").GetInt32().ShouldBe(2);
        File.ReadAllText(Path.Combine(output, "patched", "src", "checkout", "quote.py"))
            .ShouldContain("finally:");
        File.ReadAllText(Path.Combine(output, "fix.patch"))
            .ShouldStartWith("--- a/src/checkout/quote.py");
        File.Exists(Path.Combine(output, "report.md")).ShouldBeTrue();
    }

    [Fact]
    public async Task Run_OtherLogs_TriageIsComputedFromThem()
    {
        var input = Path.Combine(_root, "in");
        Directory.CreateDirectory(input);
        await File.WriteAllLinesAsync(
            Path.Combine(input, "a.log"),
            ["x status=503", "y fine", "z started version=1", "w status=200"]
        );

        var (code, lines) = await RunAsync(
            "--simulate",
            "--json",
            "--input",
            input,
            "--output",
            Path.Combine(_root, "out")
        );

        code.ShouldBe(1);
        lines.ShouldContain(line =>
            line.Contains("2 noise, 1 symptom, 0 suspect, 1 change", StringComparison.Ordinal)
        );
        using var json = JsonDocument.Parse(lines[^1]);
        json.RootElement.GetProperty("completed").GetBoolean().ShouldBeFalse();
        json.RootElement.GetProperty("toolExecutions")
            .TryGetProperty("apply_patch", out _)
            .ShouldBeFalse();
    }

    [Fact]
    public async Task Run_InputIsMissing_CannotStart()
    {
        var (code, _) = await RunAsync("--simulate", "--input", Path.Combine(_root, "nowhere"));

        code.ShouldBe(2);
    }

    [Fact]
    public async Task Providers_Listed_NamesKeysButNoSecrets()
    {
        var (code, lines) = await RunAsync("--providers");

        code.ShouldBe(0);
        lines.ShouldContain(line => line.Contains("OPENROUTER_API_KEY", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("simulator:", StringComparison.Ordinal));
    }

    private static async Task<(int Code, string[] Lines)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        var code = await DeskCommand.Create(output).Parse(args).InvokeAsync();
        return (code, output.ToString().TrimEnd().Split('\n'));
    }
}
