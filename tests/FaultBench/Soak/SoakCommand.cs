using System.Diagnostics;
using System.Text.Json;
using SkRouter.TestKit;

namespace SkRouter.FaultBench.Soak;

/// <summary>Runs the soak and prints what it came to.</summary>
internal static class SoakCommand
{
    public const int DefaultRoundTrips = 100_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    /// <returns>The exit code: 0 if everything held.</returns>
    public static async Task<int> RunAsync(int roundTrips, bool json)
    {
        var time = new VirtualTimeProvider();
        var watch = Stopwatch.StartNew();
        var run = new SoakRun(time, roundTrips);
        using (Progress(run, roundTrips))
        {
            var report = await time.RunAsync(run.RunAsync, quiet: TimeSpan.Zero, Patience);
            await Console.Error.WriteLineAsync();
            Console.WriteLine(
                json
                    ? JsonSerializer.Serialize(report, JsonSerializerOptions.Web)
                    : Text(report, watch.Elapsed)
            );
            return report.Wrong.Count == 0 ? 0 : 1;
        }
    }

    private static ITimer Progress(SoakRun run, int roundTrips) =>
        TimeProvider.System.CreateTimer(
            _ =>
                Console.Error.Write(
                    FormattableString.Invariant(
                        $"\r{run.Ledger.Records} of {roundTrips} round trips"
                    )
                ),
            null,
            TimeSpan.FromSeconds(2),
            TimeSpan.FromSeconds(2)
        );

    private static string Text(SoakReport report, TimeSpan took) =>
        FormattableString.Invariant(
            $"""
            {report.RoundTrips} round trips of agents with a tool in {report.VirtualHours:0.0} virtual hours ({took.TotalSeconds:0} s), providers in memory
            {string.Join('\n', report.Providers)}
            answered: {report.SuccessPercent:0.000} %; failed: {report.Failed}, of them while a provider was up: {report.FailedWithProviderUp}
            attempts: {report.Attempts}; served by a fallback: {report.Fallbacks}; consumption estimated, not told: {report.EstimatedAttempts}; cost: {report.CostUsd:0.0000} USD
            {(
                report.Wrong.Count == 0
                    ? "no tool ran twice, no answer lost or doubled, the ledger equals what the providers served"
                    : "WRONG: " + string.Join("\nWRONG: ", report.Wrong)
            )}
            """
        );
}
