using Microsoft.Extensions.Logging.Abstractions;
using SkRouter.Ledger.Sqlite;
using SkRouter.TestKit.Ledgers;

namespace SkRouter.CrashedWriter;

/// <summary>
/// Writes to a ledger, waiting for the disk on even tries and for the commit alone on odd ones, and says the id of each record once it is
/// acknowledged, until somebody kills it. Arguments: the file, and the number of the try, which makes ids and records differ; or the file, <c>end</c>,
/// how to end and a durability, for <see cref="OrderlyEnd"/>; or <c>measure</c> and how often to kill, for <see cref="KillWindow"/>.
/// </summary>
internal static class Program
{
    private const int Writers = 4;

    private static async Task Main(string[] args)
    {
        switch (args)
        {
            case [var ledgerPath, "end", var way, var durability]:
                await OrderlyEnd.RunAsync(ledgerPath, way, durability);
                return;
            case [var ledgerPath, "window", var durability]:
                await KillWindow.WriteAsync(ledgerPath, durability);
                return;
            case ["measure"] or ["measure", _]:
                await KillWindow.MeasureAsync(args.ElementAtOrDefault(1));
                return;
        }

        var (path, attempt) = (args[0], int.Parse(args[1], null));
        await using var ledger = new SqliteLedger(
            path,
            new SqliteLedgerOptions
            {
                Durability = attempt % 2 == 0 ? Durability.Strict : Durability.Committed,
                BatchSize = 20,
            },
            TimeProvider.System,
            NullLogger.Instance
        );
        var output = TextWriter.Synchronized(Console.Out);
        await Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(writer => Task.Run(() => WriteAsync(ledger, attempt, writer, output)))
        );
    }

    private static async Task WriteAsync(
        SqliteLedger ledger,
        int attempt,
        int writer,
        TextWriter output
    )
    {
        var begin = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        var sample = new SampleRecords((attempt * Writers) + writer, begin, TimeSpan.FromHours(60));
        for (var i = 0; ; i++)
        {
            var record = sample.Take(1)[0];
            record = record with
            {
                Id = FormattableString.Invariant($"{attempt}-{writer}-{i}"),
                Run = FormattableString.Invariant($"run-{attempt % 7}-{i % 5}"),
            };
            await ledger.AppendAsync(record);
            await output.WriteLineAsync(record.Id);
        }
    }
}
