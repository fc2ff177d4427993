using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SkRouter.Ledger.Sqlite;
using SkRouter.Pipeline;
using SkRouter.Spend;
using SkRouter.TestKit.Ledgers;

namespace SkRouter.Benchmarks.Ledgers;

/// <summary>Fills a ledger file with millions of round trips as fast as it takes them, then asks for every report.</summary>
internal sealed class LedgerScale(string path, int count)
{
    private const int Step = 10_000;
    private static readonly TimeSpan Span = TimeSpan.FromDays(42);
    private static readonly DateTimeOffset Begin = new(2026, 10, 1, 6, 20, 0, TimeSpan.Zero);

    private long _peakHeap;
    private long _peakWorkingSet;

    /// <summary>Runs it in a file of its own, which is deleted afterwards.</summary>
    public static async Task RunAsync(int count)
    {
        var folder = Directory.CreateTempSubdirectory("skrouter-ledger-");
        try
        {
            var scale = new LedgerScale(Path.Combine(folder.FullName, "skrouter.db"), count);
            await scale.FillAsync();
            await scale.AskAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task FillAsync()
    {
        var ledger = new SqliteLedger(
            path,
            new SqliteLedgerOptions(),
            TimeProvider.System,
            NullLogger.Instance
        );
        var sample = new SampleRecords(11, Begin, Span);
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var stopwatch = Stopwatch.StartNew();
        var step = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            await ledger.AppendAsync(sample.Next(Begin + (Span * ((double)i / count))));
            if ((i + 1) % Step == 0)
            {
                Note();
            }

            if ((i + 1) % (count / 10) == 0)
            {
                Say(
                    $"{i + 1:N0} round trips, {count / 10 / step.Elapsed.TotalSeconds:N0} a second, file {FileMegabytes():N0} MB"
                );
                step.Restart();
            }
        }

        await ledger.DisposeAsync();
        Say(
            $"{count / stopwatch.Elapsed.TotalSeconds:N0} round trips a second over all, until the file was closed"
        );
        process.Refresh();
        Say(
            $"processor time {(process.TotalProcessorTime - before).TotalMicroseconds / count:N0} µs a round trip, making it up and collections included"
        );
        Say(
            $"file {FileMegabytes():N0} MB, {new FileInfo(path).Length / count:N0} bytes a round trip"
        );
        Say(
            $"writer: managed heap at most {_peakHeap >> 20:N0} MB, working set at most {_peakWorkingSet >> 20:N0} MB"
        );
    }

    private async Task AskAsync()
    {
        var end = Begin + Span;
        using var report = SqliteSpendReport.Open(path);
        SpendDimension[] dimensions =
        [
            SpendDimension.None,
            SpendDimension.Agent,
            SpendDimension.Role,
            SpendDimension.Model,
            SpendDimension.Deployment,
            SpendDimension.Provider,
            SpendDimension.Tenant,
            SpendDimension.Tag,
        ];
        foreach (var by in dimensions)
        {
            var query = new SpendQuery
            {
                By = by,
                TagKey = by is SpendDimension.Tag ? "project" : null,
            };
            var week = query with { Since = end.AddDays(-7).AddMinutes(-13) };
            await TimeAsync($"--by {by}", () => report.SumAsync(query).AsTask());
            await TimeAsync($"--by {by} --since 7d", () => report.SumAsync(week).AsTask());
        }

        await TimeAsync("--by day", () => report.SeriesAsync(new(), SpendGrain.Day).AsTask());
        await TimeAsync(
            "--by day, Europe/Berlin",
            () =>
                report
                    .SeriesAsync(
                        new() { By = SpendDimension.Agent },
                        SpendGrain.Day,
                        TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")
                    )
                    .AsTask()
        );
        await TimeAsync(
            "--by hour --since 7d",
            () => report.SeriesAsync(new() { Since = end.AddDays(-7) }, SpendGrain.Hour).AsTask()
        );
        await TimeAsync("--by run", () => report.RunsAsync(new()).AsTask());
        await TimeAsync(
            "--by run --since 7d",
            () => report.RunsAsync(new() { Since = end.AddDays(-7) }).AsTask()
        );
        await TimeAsync("records, newest 100", () => report.RecordsAsync(new()).AsTask());
        await TimeAsync(
            "records, failed, newest 100",
            () => report.RecordsAsync(new() { Outcome = RoundTripOutcome.Failed }).AsTask()
        );
        await TimeAsync(
            "one run by agent and model",
            () =>
                report
                    .SumAsync(
                        new() { Run = "run-3", By = SpendDimension.Agent | SpendDimension.Model }
                    )
                    .AsTask()
        );
    }

    private static async Task TimeAsync<T>(string name, Func<Task<T>> ask)
    {
        var stopwatch = Stopwatch.StartNew();
        await ask();
        var first = stopwatch.Elapsed;
        var times = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            stopwatch.Restart();
            await ask();
            times.Add(stopwatch.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        Say($"{name, -28} first {first.TotalMilliseconds, 8:N1} ms, then {times[2], 8:N1} ms");
    }

    private void Note()
    {
        using var process = Process.GetCurrentProcess();
        _peakHeap = Math.Max(_peakHeap, GC.GetTotalMemory(forceFullCollection: false));
        _peakWorkingSet = Math.Max(_peakWorkingSet, process.WorkingSet64);
    }

    private long FileMegabytes() => new FileInfo(path).Length >> 20;

    private static void Say(FormattableString text) =>
        Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
