using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentDesk.Tests.Desk;

/// <summary>The program is killed somewhere and takes its run up again, as often as it takes.</summary>
public sealed partial class ResumeTests : IDisposable
{
    // Thirty are asked for wherever changes are checked before they are merged; without being asked, a fifth of them will do.
    private const int Usual = 6;

    // More would only wait for each other.
    private const int AtOnce = 2;

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
        var writes = Writes(lines);
        writes.Count.ShouldBe(5);
        var wrong = new ConcurrentQueue<string>();

        await Parallel.ForEachAsync(
            Kills(writes, lines.Count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (kill, _) =>
            {
                var output = Path.Combine(
                    _root,
                    FormattableString.Invariant($"killed-{kill.Number}")
                );
                var run = new KilledRun(_script, output);
                await run.RunAsync(killAfter: kill.At);
                if (kill.AndAt is { } again)
                {
                    await run.RunAsync(killAfter: again);
                }

                var (_, code) = await run.RunAsync();
                if (code != 0 || State(output) != expected)
                {
                    wrong.Enqueue(
                        FormattableString.Invariant($"{kill}: exit code {code}\n{State(output)}")
                    );
                }
            }
        );

        wrong.ShouldBeEmpty($"expected:\n{expected}");
    }

    [Fact]
    public async Task Resume_HandoffTeamKilledAfterItWrote_EndsInTheSameStateWithEverySideEffectOnce()
    {
        const string Team = "incident-handoff";
        var whole = Path.Combine(_root, "expected-handoff");
        var (lines, code) = await new KilledRun(_script, whole, Team).RunAsync();
        code.ShouldBe(0);
        var expected = State(whole);
        var output = Path.Combine(_root, "killed-handoff");
        var run = new KilledRun(_script, output, Team);

        await run.RunAsync(killAfter: Writes(lines)[1]);
        await run.RunAsync(killAfter: Writes(lines)[^1]);
        var (_, last) = await run.RunAsync();

        last.ShouldBe(0);
        State(output).ShouldBe(expected);
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

    /// <summary>After how many lines a run is killed, and for some how soon again after it went on.</summary>
    private static IEnumerable<(int Number, int At, int? AndAt)> Kills(List<int> writes, int lines)
    {
        var random = new Random(7);
        var kills = int.Parse(
            Environment.GetEnvironmentVariable("SKROUTER_KILLS")
                ?? Usual.ToString(CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture
        );
        for (var i = 0; i < kills; i++)
        {
            // The moment after something was written is the one that matters; any other must do no harm.
            var at = i % 2 == 0 ? writes[random.Next(writes.Count)] : random.Next(2, lines);
            yield return (i, at, i % 3 == 0 ? random.Next(2, lines) : null);
        }
    }

    /// <summary>The numbers of the lines that say that something was written.</summary>
    private static List<int> Writes(IReadOnlyList<string> lines) =>
        [
            .. lines
                .Select((line, i) => (line, Number: i + 1))
                .Where(static said =>
                    said.line.Contains("> record_evidence", StringComparison.Ordinal)
                    || said.line.Contains("> apply_patch", StringComparison.Ordinal)
                )
                .Select(static said => said.Number),
        ];

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
