using System.Diagnostics;
using System.Text.RegularExpressions;

namespace IncidentDesk.Tests.Desk;

/// <summary>The program in a process of its own, which can be killed when it has said a number of lines.</summary>
internal sealed partial class KilledRun(string script, string output, string? team = null)
{
    /// <summary>The run's id, once it has been said.</summary>
    public string? Run { get; private set; }

    /// <returns>The lines that it said, and its exit code; null if it was killed.</returns>
    public async Task<(IReadOnlyList<string> Lines, int? Code)> RunAsync(int? killAfter = null)
    {
        using var process = Start();
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            Run ??= Said().Match(line) is { Success: true } said ? said.Groups["run"].Value : null;
            lines.Add(line);
            if (lines.Count == killAfter)
            {
                process.Kill();
                await process.WaitForExitAsync();
                return (lines, null);
            }
        }

        await process.WaitForExitAsync();
        return (lines, process.ExitCode);
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (
            var argument in (string[])
                [
                    Path.Combine(AppContext.BaseDirectory, "IncidentDesk.dll"),
                    "--simulate",
                    "--script",
                    script,
                    "--output",
                    output,
                    .. team is null ? [] : (string[])["--team", team],
                    .. Run is null ? [] : (string[])["--resume", Run],
                ]
        )
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    [GeneratedRegex(
        "^Team: .*, run (?<run>[0-9a-f]{32})$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Said();
}
