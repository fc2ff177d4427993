using System.Globalization;
using Shouldly;
using SkRouter.Pipeline;
using SkRouter.Spend;
using Xunit;

namespace SkRouter.TestKit.Ledgers;

/// <summary>What every ledger must hold to. A test class for a ledger derives from this.</summary>
public abstract class LedgerConformance : IAsyncLifetime
{
    // The clock goes back on 25 October in Europe and on 1 November in America.
    private static readonly DateTimeOffset Begin = new(2026, 10, 23, 4, 17, 3, TimeSpan.Zero);
    private static readonly TimeSpan Span = TimeSpan.FromDays(11);

    protected ISpendLedger Ledger { get; private set; } = null!;

    protected ISpendReport Report { get; private set; } = null!;

    /// <summary>A new and empty ledger.</summary>
    protected abstract ISpendLedger Create();

    /// <summary>What reads it; the ledger itself unless another is said.</summary>
    protected virtual ISpendReport Read(ISpendLedger ledger) => (ISpendReport)ledger;

    public Task InitializeAsync()
    {
        Ledger = Create();
        Report = Read(Ledger);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (Ledger is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    [Fact]
    public async Task AppendAsync_EveryKindOfRecord_ReadsBackEqual()
    {
        var records = await FillAsync(300);

        var found = await Ledger.RecentAsync(count: int.MaxValue);

        found
            .Select(RecordText.Of)
            .ShouldBe(records.Reverse().Select(RecordText.Of), ignoreOrder: false);
    }

    [Fact]
    public async Task AppendAsync_ManyAtOnce_NothingIsLostOrDoubled()
    {
        var parts = Enumerable
            .Range(0, 8)
            .Select(i => new SampleRecords(i, Begin, Span).Take(125))
            .ToList();

        await Task.WhenAll(
            parts.Select(part =>
                Task.Run(async () =>
                {
                    foreach (var record in part)
                    {
                        await Ledger.AppendAsync(record);
                    }
                })
            )
        );

        await ShouldSayAsync([.. parts.SelectMany(part => part)], new());
        (await Ledger.RecentAsync(count: int.MaxValue)).Count.ShouldBe(1_000);
    }

    [Fact]
    public async Task SumAsync_NothingOnTheBooks_IsEmpty()
    {
        (await Report.SumAsync(new())).ShouldBeEmpty();
        (await Report.SeriesAsync(new(), SpendGrain.Day)).ShouldBeEmpty();
        (await Report.RunsAsync(new())).ShouldBeEmpty();
        (await Report.RecordsAsync(new())).ShouldBe(new([], null), new SamePage());
        (await Report.CoverageAsync()).ShouldBe(new(null, null));
    }

    [Theory]
    [InlineData(SpendDimension.None)]
    [InlineData(SpendDimension.Agent)]
    [InlineData(SpendDimension.Role)]
    [InlineData(SpendDimension.Model)]
    [InlineData(SpendDimension.Deployment)]
    [InlineData(SpendDimension.Run)]
    [InlineData(SpendDimension.Tenant)]
    [InlineData(SpendDimension.Provider)]
    [InlineData(SpendDimension.Tag)]
    [InlineData(SpendDimension.Role | SpendDimension.Model)]
    [InlineData(SpendDimension.Agent | SpendDimension.Tenant | SpendDimension.Tag)]
    public async Task SumAsync_AnyDimensionsAndWindow_EqualsTheRecords(SpendDimension by)
    {
        var records = await FillAsync(1_500);
        var query = new SpendQuery
        {
            By = by,
            TagKey = by.HasFlag(SpendDimension.Tag) ? "project" : null,
        };

        await ShouldSayAsync(records, query);
        foreach (var (since, until) in Windows())
        {
            await ShouldSayAsync(records, query with { Since = since, Until = until });
        }
    }

    public static TheoryData<SpendQuery> Filters =>
        [
            new() { Agent = "coder" },
            new() { By = SpendDimension.Agent, Agent = "coder" },
            new() { By = SpendDimension.Agent, Role = "writer-of-code" },
            new() { By = SpendDimension.Agent | SpendDimension.Model, Run = "run-3" },
            new() { Run = "run-3" },
            new() { Model = "gpt-4o", By = SpendDimension.Deployment },
            new() { Deployment = "claude" },
            new() { Provider = "openai", Tenant = "acme" },
            new() { Tenant = "acme" },
            new() { TagKey = "project" },
            new() { TagKey = "project", TagValue = "apollo" },
            new()
            {
                TagKey = "stage",
                TagValue = "",
                By = SpendDimension.Model,
            },
            new() { Agent = "nobody" },
        ];

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task SumAsync_Filter_EqualsTheRecords(SpendQuery query)
    {
        var records = await FillAsync(800);

        await ShouldSayAsync(records, query);
        var (since, until) = Windows()[0];
        await ShouldSayAsync(records, query with { Since = since, Until = until });
    }

    [Fact]
    public async Task SumAsync_TagValueWithoutKey_SaysWhatIsMissing() =>
        (
            await Should.ThrowAsync<ArgumentException>(async () =>
                await Report.SumAsync(new() { TagValue = "apollo" })
            )
        ).Message.ShouldContain("TagKey");

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Asia/Kolkata")]
    [InlineData("Australia/Lord_Howe")]
    public async Task SeriesAsync_AnyZoneAcrossClockChanges_EqualsTheRecords(string zoneId)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        var records = await FillAsync(1_500);
        var (since, until) = Windows()[0];
        SpendQuery[] queries =
        [
            new(),
            new() { By = SpendDimension.Agent },
            new()
            {
                By = SpendDimension.Model,
                Since = since,
                Until = until,
            },
            new() { TagKey = "project", TagValue = "apollo" },
        ];

        foreach (var query in queries)
        {
            foreach (var grain in (SpendGrain[])[SpendGrain.Hour, SpendGrain.Day])
            {
                var points = await Report.SeriesAsync(query, grain, zone);
                ExpectedSums
                    .Of(points)
                    .ShouldBe(ExpectedSums.Of(records, query, record => Slot(record, grain, zone)));
                points.Select(point => point.From).ShouldBeInOrder();
            }
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(0.99)]
    [InlineData(1)]
    public async Task SumAsync_Percentiles_AreWithinABucket(double share)
    {
        var records = await FillAsync(1_000);

        foreach (var row in await Report.SumAsync(new() { By = SpendDimension.Agent }))
        {
            var own = records.Where(record => record.Agent == row.Agent).ToList();
            Near(
                row.Latency,
                own.Where(record => record.Outcome is RoundTripOutcome.Answered)
                    .Select(record => record.Duration)
            );
            Near(
                row.TimeToFirstToken,
                own.Select(record => record.TimeToFirstToken).OfType<TimeSpan>()
            );
        }

        void Near(LatencyHistogram histogram, IEnumerable<TimeSpan> times)
        {
            var sorted = times.Order().ToList();
            var exact = sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
            histogram
                .Percentile(share)!
                .Value.TotalMicroseconds.ShouldBe(
                    exact.TotalMicroseconds,
                    (exact.TotalMicroseconds * 0.032) + 1
                );
        }
    }

    [Fact]
    public async Task RunsAsync_WindowAndCount_ListsTheDearestWhole()
    {
        var records = await FillAsync(1_000);
        var (since, until) = Windows()[0];

        var runs = await Report.RunsAsync(
            new()
            {
                Since = since,
                Until = until,
                Count = 7,
            }
        );

        var expected = records
            .GroupBy(record => record.Run, StringComparer.Ordinal)
            .Select(group =>
                (
                    Run: group.Key,
                    Start: group.Min(record => record.StartedAt),
                    Last: group.Max(record => record.StartedAt),
                    Cost: group.Sum(record => Math.Round(record.CostUsd ?? 0, 18)),
                    Trips: (long)group.Count()
                )
            )
            .Where(run => run.Start >= since && run.Start < until)
            .OrderByDescending(run => run.Cost)
            .Take(7)
            .ToList();
        expected.Count.ShouldBe(7);
        runs.Select(run =>
                (run.Run, run.StartedAt, run.LastAt, run.Sum.CostUsd, run.Sum.RoundTrips)
            )
            .ShouldBe(expected);
    }

    [Fact]
    public async Task RecordsAsync_PageByPageWhileMoreArrive_ShowsEachOnce()
    {
        var records = await FillAsync(230);
        var seen = new List<string>();
        string? after = null;
        var pages = 0;
        do
        {
            var page = await Report.RecordsAsync(new() { Count = 50, After = after });
            seen.AddRange(page.Records.Select(RecordText.Of));
            after = page.Next;
            pages++;
            await Ledger.AppendAsync(
                new SampleRecords(99, Begin, Span).Next(Begin + Span + TimeSpan.FromHours(pages))
            );
        } while (after is not null);

        pages.ShouldBe(5);
        seen.ShouldBe(records.OrderByDescending(record => record.StartedAt).Select(RecordText.Of));
    }

    public static TheoryData<RecordQuery> Choices =>
        [
            new() { Run = "run-3" },
            new() { Run = "unheard" },
            new() { Agent = "coder", Role = "writer-of-code" },
            new() { Tenant = "acme", Model = "gpt-4o" },
            new() { Outcome = RoundTripOutcome.Failed },
            new() { Since = Windows()[0].Since, Until = Windows()[0].Until },
        ];

    [Theory]
    [MemberData(nameof(Choices))]
    public async Task RecordsAsync_Filter_GivesTheMatchingOnesNewestFirst(RecordQuery query)
    {
        var records = await FillAsync(400);

        var page = await Report.RecordsAsync(query with { Count = 1_000 });

        page.Next.ShouldBeNull();
        page.Records.Select(record => record.Id)
            .ShouldBe(
                records
                    .Where(query.Matches)
                    .OrderByDescending(record => record.StartedAt)
                    .Select(record => record.Id)
            );
    }

    [Fact]
    public async Task RecordsAsync_AllBegunAtOnce_PagesShowEachOnce()
    {
        var sample = new SampleRecords(3, Begin, Span);
        for (var i = 0; i < 10; i++)
        {
            await Ledger.AppendAsync(sample.Next(Begin));
        }

        var first = await Report.RecordsAsync(new() { Count = 6 });
        var second = await Report.RecordsAsync(new() { Count = 6, After = first.Next });

        second.Next.ShouldBeNull();
        first
            .Records.Concat(second.Records)
            .Select(record => record.Id)
            .Distinct(StringComparer.Ordinal)
            .Count()
            .ShouldBe(10);
    }

    [Fact]
    public async Task RecordsAsync_UnreadableMark_SaysWhatToPass() =>
        (
            await Should.ThrowAsync<ArgumentException>(async () =>
                await Report.RecordsAsync(new() { After = "-1; drop" })
            )
        ).Message.ShouldContain("Next");

    [Fact]
    public async Task RecentAsync_OfOneRun_GivesTheNewestOfIt()
    {
        var records = await FillAsync(100);

        var found = await Ledger.RecentAsync("run-4", 3);

        found
            .Select(record => record.Id)
            .ShouldBe(
                records
                    .Where(record => record.Run == "run-4")
                    .Reverse()
                    .Take(3)
                    .Select(record => record.Id)
            );
    }

    [Fact]
    public async Task RunsAsync_ARunAndASingleCall_LastsUntilItsLastCallIsOverAndOnlyTheRunIsListed()
    {
        var sample = new SampleRecords(5, Begin, Span);
        var single = sample.Next(Begin) with { Run = "single" };
        var first = sample.Next(Begin) with
        {
            Run = "run",
            StartedAt = Begin,
            Duration = TimeSpan.FromSeconds(9),
        };
        var last = sample.Next(Begin) with
        {
            Run = "run",
            StartedAt = Begin.AddSeconds(60),
            Duration = TimeSpan.FromSeconds(30),
        };
        foreach (var record in (DecisionRecord[])[last, single, first])
        {
            await Ledger.AppendAsync(record);
        }

        var runs = await Report.RunsAsync(new() { LeastRoundTrips = 2 });

        var run = runs.ShouldHaveSingleItem();
        run.Run.ShouldBe("run");
        run.LastAt.ShouldBe(Begin.AddSeconds(60));
        run.Duration.ShouldBe(TimeSpan.FromSeconds(90));
        (await Report.RunsAsync(new() { LeastRoundTrips = 3 })).ShouldBeEmpty();
        (await Report.RunsAsync(new())).Count.ShouldBe(2);
    }

    [Fact]
    public async Task SumAsync_TinyAndHugeAmounts_AreExact()
    {
        decimal[] amounts = [0.000000000000000001m, 0.1m, 0.2m, 123_456_789.987654321m, 1e-9m];
        var sample = new SampleRecords(5, Begin, Span);
        foreach (var amount in amounts)
        {
            await Ledger.AppendAsync(sample.Next(Begin) with { CostUsd = amount, BaselineUsd = 0 });
        }

        var row = (await Report.SumAsync(new())).ShouldHaveSingleItem();

        row.CostUsd.ShouldBe(amounts.Sum());
        row.SavedUsd.ShouldBe(-amounts.Sum());
    }

    private async Task<IReadOnlyList<DecisionRecord>> FillAsync(int count)
    {
        // In this order, but without waiting for each commit.
        var records = new SampleRecords(count, Begin, Span).Take(count);
        await Task.WhenAll(records.Select(record => Ledger.AppendAsync(record).AsTask()));
        return records;
    }

    private async Task ShouldSayAsync(IReadOnlyList<DecisionRecord> records, SpendQuery query) =>
        ExpectedSums
            .Of(await Report.SumAsync(query))
            .ShouldBe(ExpectedSums.Of(records, query), customMessage: query.ToString());

    // Within one hour, across hours, across days, on the hour, open at either end, and empty.
    private static (DateTimeOffset? Since, DateTimeOffset? Until)[] Windows()
    {
        var hour = new DateTimeOffset(2026, 10, 25, 7, 0, 0, TimeSpan.Zero);
        return
        [
            (hour.AddMinutes(-400), hour.AddMinutes(4_711)),
            (hour.AddMinutes(10), hour.AddMinutes(50)),
            (hour.AddMinutes(10), hour.AddMinutes(70)),
            (hour, hour.AddHours(5)),
            (hour.AddHours(-7), hour.AddHours(17)),
            (hour.AddMinutes(3), null),
            (null, hour.AddMinutes(3)),
            (hour, hour),
            (hour.AddDays(900), null),
        ];
    }

    // By the clock on the wall; the offset tells the hour that is shown twice apart.
    private static string Slot(DecisionRecord record, SpendGrain grain, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(record.StartedAt, zone);
        if (grain is SpendGrain.Hour)
        {
            return local.ToString("yyyy-MM-ddTHH:00zzz", CultureInfo.InvariantCulture);
        }

        return ExpectedSums.SlotText(new(local.Date, zone.GetUtcOffset(local.Date)));
    }

    private sealed class SamePage : IEqualityComparer<RecordPage>
    {
        public bool Equals(RecordPage? x, RecordPage? y) =>
            x?.Next == y?.Next && x!.Records.Count == y!.Records.Count;

        public int GetHashCode(RecordPage obj) => obj.Records.Count;
    }
}
