using SkRouter.Pipeline;
using SkRouter.Runs;
using SkRouter.Spend;

namespace SkRouter.Cli.Commands.Runs;

/// <summary>Reads a run from a ledger, page by page.</summary>
internal static class RunRecords
{
    private const int Page = 500;
    private const int Suggestions = 5;

    /// <exception cref="CommandException">There is no such run.</exception>
    public static async Task<RunGraph> ReadAsync(
        ISpendReport ledger,
        string run,
        CancellationToken cancellation
    )
    {
        var records = new List<DecisionRecord>();
        string? after = null;
        do
        {
            var page = await ledger
                .RecordsAsync(
                    new()
                    {
                        Run = run,
                        Count = Page,
                        After = after,
                    },
                    cancellation
                )
                .ConfigureAwait(false);
            records.AddRange(page.Records);
            after = page.Next;
        } while (after is not null);

        return records.Count > 0
            ? RunGraph.Of(records)
            : throw new CommandException(
                $"the ledger has no run '{run}'. Newest runs: {await NewestAsync(ledger, cancellation).ConfigureAwait(false)}."
            );
    }

    private static async Task<string> NewestAsync(
        ISpendReport ledger,
        CancellationToken cancellation
    )
    {
        var page = await ledger
            .RecordsAsync(new() { Count = Page }, cancellation)
            .ConfigureAwait(false);
        var runs = page
            .Records.Select(record => record.Run)
            .Distinct(StringComparer.Ordinal)
            .Take(Suggestions)
            .ToList();
        return runs.Count == 0 ? "none" : string.Join(", ", runs);
    }
}
