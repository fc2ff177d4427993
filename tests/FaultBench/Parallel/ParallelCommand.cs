using System.Text.Json;

namespace SkRouter.FaultBench.Parallel;

/// <summary>Runs many callers at once and prints what it came to.</summary>
internal static class ParallelCommand
{
    public const int DefaultSeconds = 60;

    /// <returns>The exit code: 0 if everything held.</returns>
    public static async Task<int> RunAsync(int seconds, bool json)
    {
        var report = await new ParallelRun(TimeSpan.FromSeconds(seconds)).RunAsync();
        Console.WriteLine(
            json ? JsonSerializer.Serialize(report, JsonSerializerOptions.Web) : Text(report)
        );
        return report.Wrong.Count == 0 ? 0 : 1;
    }

    private static string Text(ParallelReport report) =>
        FormattableString.Invariant(
            $"""
            {report.Callers} callers at once for {report.Seconds:0} s: {report.Answers} answers, {report.Errors} errors of the router's own, {report.Cancelled} cancelled
            live memory in MB: {string.Join(' ', report.LiveMegabytes.Select(megabytes => FormattableString.Invariant($"{megabytes:0.0}")))}
            {(
                report.Wrong.Count == 0
                    ? "nobody hung, no answer mixed up, no exception unobserved, no place left taken, "
                        + (report.JudgedMemory ? "memory flat" : "too few answers to judge memory by")
                    : "WRONG: " + string.Join("\nWRONG: ", report.Wrong)
            )}
            """
        );
}
