using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SkRouter.Ledger.Sqlite;
using SkRouter.TestKit.Ledgers;

namespace SkRouter.CrashedWriter;

/// <summary>
/// Measures what <c>kill -9</c> takes at worst: a process that writes to a ledger, as a gateway under load does, says when each record was acknowledged, and is killed at some
/// time. What it said and the file does not have is lost; the age of the oldest of those is the window. Every durability, on an idle machine and on one whose processors are all
/// busy twice over.
/// </summary>
internal static class KillWindow
{
    private const int Callers = 8;
    private const int RecordsASecondEach = 40;
    private const int BusyPerProcessor = 2;
    private const int DefaultKills = 20;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <param name="kills">How often each is killed.</param>
    public static async Task MeasureAsync(string? kills)
    {
        var count = kills is null ? DefaultKills : int.Parse(kills, CultureInfo.InvariantCulture);
        await Console.Out.WriteLineAsync(
            "| durability | machine | kills | acknowledged | lost | most at once | oldest that was lost, ms |"
        );
        await Console.Out.WriteLineAsync("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var isBusy in (bool[])[false, true])
        {
            using var busy = new BusyProcessors(isBusy ? BusyPerProcessor : 0);
            foreach (var durability in Enum.GetValues<Durability>())
            {
                await Console.Out.WriteLineAsync(await RowAsync(durability, isBusy, count));
            }
        }
    }

    /// <summary>The process that is killed.</summary>
    /// <param name="path">The ledger.</param>
    /// <param name="durability">How records are acknowledged.</param>
    public static async Task WriteAsync(string path, string durability)
    {
        await using var ledger = new SqliteLedger(
            path,
            new SqliteLedgerOptions { Durability = Enum.Parse<Durability>(durability) },
            TimeProvider.System,
            NullLogger.Instance
        );
        var output = TextWriter.Synchronized(Console.Out);
        await Task.WhenAll(
            Enumerable.Range(0, Callers).Select(caller => CallAsync(ledger, caller, output))
        );
    }

    private static async Task CallAsync(SqliteLedger ledger, int caller, TextWriter output)
    {
        var sample = new SampleRecords(
            caller,
            TimeProvider.System.GetUtcNow(),
            TimeSpan.FromSeconds(1)
        );
        var between = TimeSpan.FromSeconds(1.0 / RecordsASecondEach);
        for (var i = 0; ; i++)
        {
            var record = sample.Take(1)[0] with
            {
                Id = FormattableString.Invariant($"{caller}-{i}"),
            };
            await ledger.AppendAsync(record);
            await output.WriteLineAsync(
                FormattableString.Invariant(
                    $"{record.Id} {TimeProvider.System.GetUtcNow().UtcTicks}"
                )
            );
            await Task.Delay(between, TimeProvider.System);
        }
    }

    private static async Task<string> RowAsync(Durability durability, bool isBusy, int kills)
    {
        var random = new Random(17);
        var (all, lost, most, oldest) = (0, 0, 0, TimeSpan.Zero);
        for (var kill = 0; kill < kills; kill++)
        {
            var after = Shortest + ((Longest - Shortest) * random.NextDouble());
            var (acknowledged, missing, age) = await KillAsync(durability, after);
            all += acknowledged;
            lost += missing;
            most = Math.Max(most, missing);
            oldest = age > oldest ? age : oldest;
        }

        return FormattableString.Invariant(
            $"| {durability} | {(isBusy ? "busy" : "idle")} | {kills} | {all} | {lost} | {most} | {oldest.TotalMilliseconds:0} |"
        );
    }

    private static async Task<(int Acknowledged, int Lost, TimeSpan Oldest)> KillAsync(
        Durability durability,
        TimeSpan after
    )
    {
        var folder = Directory.CreateTempSubdirectory("skrouter-kill");
        try
        {
            var path = Path.Combine(folder.FullName, "skrouter.db");
            var (said, at) = await SaidAsync(path, durability, after);
            var kept = new HashSet<string>(StringComparer.Ordinal);
            await using (
                var ledger = new SqliteLedger(path, new(), TimeProvider.System, NullLogger.Instance)
            )
            {
                kept.UnionWith(
                    (await ledger.RecentAsync(count: int.MaxValue)).Select(record => record.Id)
                );
            }

            var missing = said.Where(record => !kept.Contains(record.Id)).ToList();
            return (
                said.Count,
                missing.Count,
                missing.Count == 0 ? TimeSpan.Zero : at - missing.Min(record => record.At)
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(
        List<(string Id, DateTimeOffset At)> Said,
        DateTimeOffset At
    )> SaidAsync(string path, Durability durability, TimeSpan after)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet")
            {
                ArgumentList =
                {
                    typeof(KillWindow).Assembly.Location,
                    path,
                    "window",
                    durability.ToString(),
                },
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        var first = await process.StandardOutput.ReadLineAsync();
        var rest = process.StandardOutput.ReadToEndAsync();
        await Task.WhenAny(rest, Task.Delay(after, TimeProvider.System));
        var at = TimeProvider.System.GetUtcNow();
        process.Kill();
        await process.WaitForExitAsync();
        // The last line may have been cut; then nobody was told.
        return ([.. $"{first}\n{await rest}".Split('\n')[..^1].Select(Read)], at);
    }

    private static (string Id, DateTimeOffset At) Read(string line)
    {
        var parts = line.Split(' ');
        return (parts[0], new(long.Parse(parts[1], CultureInfo.InvariantCulture), TimeSpan.Zero));
    }
}
