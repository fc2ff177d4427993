using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SkRouter.Ledger.Sqlite;

namespace SkRouter.Benchmarks.Ledgers;

/// <summary>Makes a ledger file of a team's last thirty days, and leaves it there: for the dashboard's tests, or to look at.</summary>
internal static class LedgerFill
{
    private const int Days = 30;
    private const int Seed = 11;

    public static async Task RunAsync(int count, string path)
    {
        var stopwatch = Stopwatch.StartNew();
        var records = new TeamRecords(Seed);
        var ledger = new SqliteLedger(
            path,
            new SqliteLedgerOptions(),
            TimeProvider.System,
            NullLogger.Instance
        );
        await using (ledger.ConfigureAwait(false))
        {
            foreach (var at in TeamRecords.Times(count, TimeProvider.System.GetUtcNow(), Days))
            {
                await ledger.AppendAsync(records.Next(at)).ConfigureAwait(false);
            }
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{count:N0} round trips in {stopwatch.Elapsed.TotalSeconds:N0} s, {new FileInfo(path).Length >> 20:N0} MB: {path}"
            )
        );
    }
}
