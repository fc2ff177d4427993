using System.Globalization;
using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.Tests.Spend;

public sealed class InMemoryLedgerTests
{
    [Fact]
    public async Task SumAsync_MoreRunsThanKept_StaysCompleteAndNamesTheNewestOnly()
    {
        var ledger = new InMemoryLedger(capacity: 1, runs: 3);
        for (var i = 0; i < 10; i++)
        {
            await ledger.AppendAsync(Record("run-" + i.ToString(CultureInfo.InvariantCulture)));
        }

        var all = await ledger.SumAsync(new());
        var byRun = await ledger.SumAsync(new() { By = SpendDimension.Run });

        all.ShouldHaveSingleItem().CostUsd.ShouldBe(10m);
        byRun.Sum(row => row.CostUsd).ShouldBe(10m);
        byRun
            .Select(row => (row.Run, row.RoundTrips))
            .ShouldBe([(null, 7), ("run-7", 1), ("run-8", 1), ("run-9", 1)], ignoreOrder: true);
    }

    private static DecisionRecord Record(string run) =>
        new()
        {
            Id = run,
            StartedAt = default,
            Duration = default,
            Role = "coder",
            Agent = "coder",
            Run = run,
            Streamed = false,
            Attempts = [],
            Outcome = RoundTripOutcome.Answered,
            Usage = TokenUsage.None,
            CostUsd = 1,
        };
}
