using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentDesk.Tests.Desk;

/// <summary>The program is killed somewhere and takes its run up again, as often as it takes.</summary>
public sealed partial class ResumeTests : IDisposable
{
    // All thirty take some minutes; without being asked, a handful will do.
    private const int Usual = 4;

    private static readonly string[] Results = ["evidence.md", "fix.patch", "report.md"];

    private readonly string _root = Directory.CreateTempSubdirectory("desk-killed-").FullName;
    private readonly string _script;

    public ResumeTests()
    {
        var shipped = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "simulator.json"));
        _script = Path.Combine(_root, "fast.json");
        File.WriteAllText(
            _script,
            Speed()
                .Replace(
                    First().Replace(shipped, "\"firstTokenMs\": 1"),
                    "\"tokensPerSecond\": 100000"
                )
        );
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Resume_KilledAtRandomPoints_EndsInTheSameStateWithEverySideEffectOnce()
    {
        var (lines, expected) = await WholeAsync();
        var writes = lines
            .Select((line, i) => (line, Number: i + 1))
            .Where(static said =>
                said.line.Contains("> record_evidence", StringComparison.Ordinal)
                || said.line.Contains("> apply_patch", StringComparison.Ordinal)
            )
            .Select(static said => said.Number)
            .ToList();
        writes.Count.ShouldBe(5);
        var random = new Random(7);
        var kills = int.Parse(
            Environment.GetEnvironmentVariable("SKROUTER_KILLS")
                ?? Usual.ToString(CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture
        );
        for (var i = 0; i < kills; i++)
        {
            var output = Path.Combine(_root, FormattableString.Invariant($"killed-{i}"));
            var run = new KilledRun(_script, output);
            // The moment after something was written is the one that matters; any other must do no harm.
            var at = i % 2 == 0 ? writes[random.Next(writes.Count)] : random.Next(2, lines.Count);

            await run.RunAsync(killAfter: at);
            // Once more while it goes on, if it gets that far.
            await run.RunAsync(killAfter: random.Next(2, lines.Count));
            var (_, code) = await run.RunAsync();

            code.ShouldBe(0, FormattableString.Invariant($"killed after line {at}"));
            State(output)
                .ShouldBe(expected, FormattableString.Invariant($"killed after line {at}"));
        }
    }

    [Fact]
    public async Task Resume_RunIsFinished_DoesNothingTwice()
    {
        var output = Path.Combine(_root, "whole");
        var run = new KilledRun(_script, output);
        await run.RunAsync();
        var before = State(output);

        var (_, code) = await run.RunAsync();

        code.ShouldBe(0);
        State(output).ShouldBe(before);
    }

    private async Task<(IReadOnlyList<string> Lines, string State)> WholeAsync()
    {
        var output = Path.Combine(_root, "expected");
        var (lines, code) = await new KilledRun(_script, output).RunAsync();
        code.ShouldBe(0);
        var state = State(output);
        state.ShouldContain("finally:");
        return (lines, state);
    }

    private static string State(string output) =>
        string.Join(
            "\n=====\n",
            Results
                .Select(file => Path.Combine(output, file))
                .Concat(
                    Directory
                        .EnumerateFiles(
                            Path.Combine(output, "patched"),
                            "*",
                            SearchOption.AllDirectories
                        )
                        .Order(StringComparer.Ordinal)
                )
                .Select(file => Path.GetFileName(file) + "\n" + File.ReadAllText(file))
        );

    [GeneratedRegex("\"firstTokenMs\":\\s*[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex First();

    [GeneratedRegex("\"tokensPerSecond\":\\s*[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Speed();
}
