using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.DependencyInjection;
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

    [Fact]
    public async Task SumAsync_MoreTaggedRunsThanKept_TagsStayComplete()
    {
        var ledger = new InMemoryLedger(capacity: 1, runs: 3);
        for (var i = 0; i < 10; i++)
        {
            await ledger.AppendAsync(
                Record("run-" + i.ToString(CultureInfo.InvariantCulture)) with
                {
                    Tags = new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["project"] = "apollo",
                    },
                }
            );
        }

        var rows = await ledger.SumAsync(new() { TagKey = "project", By = SpendDimension.Tag });

        rows.Sum(row => row.RoundTrips).ShouldBe(10);
        rows.Select(row => row.Tag).ShouldBe([null, "apollo"], ignoreOrder: true);
    }

    [Fact]
    public async Task CoverageAsync_OldRecordsDropped_BeginsAfterTheLatestOfThem()
    {
        var ledger = new InMemoryLedger(capacity: 2);
        var begin = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
        foreach (var minute in (int[])[5, 3, 7, 9])
        {
            await ledger.AppendAsync(Record("run") with { StartedAt = begin.AddMinutes(minute) });
        }

        var coverage = await ledger.CoverageAsync();

        coverage.RecordsSince.ShouldBe(begin.AddMinutes(5).AddTicks(1));
        (await ledger.SumAsync(new() { Since = coverage.RecordsSince }))
            .ShouldHaveSingleItem()
            .RoundTrips.ShouldBe(2);
    }

    [Fact]
    public void SpendReport_LedgerOfTheAppGivesNone_SaysWhatToDo()
    {
        var services = new ServiceCollection();
        services.AddSkRouter();
        services.AddSingleton<ISpendLedger, SilentLedger>();
        using var provider = services.BuildServiceProvider();

        Should
            .Throw<InvalidOperationException>(() => provider.GetRequiredService<ISpendReport>())
            .Message.ShouldContain("let it implement ISpendReport");
    }

    private sealed class SilentLedger : ISpendLedger
    {
        public ValueTask AppendAsync(
            DecisionRecord record,
            CancellationToken cancellationToken = default
        ) => default;

        public ValueTask<IReadOnlyList<SpendRow>> SumAsync(
            SpendQuery query,
            CancellationToken cancellationToken = default
        ) => ValueTask.FromResult<IReadOnlyList<SpendRow>>([]);

        public ValueTask<IReadOnlyList<DecisionRecord>> RecentAsync(
            string? run = null,
            int count = 100,
            CancellationToken cancellationToken = default
        ) => ValueTask.FromResult<IReadOnlyList<DecisionRecord>>([]);
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
