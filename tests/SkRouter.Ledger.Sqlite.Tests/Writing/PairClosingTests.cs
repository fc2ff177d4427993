using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Ledger.Sqlite.Writing;
using SkRouter.Pipeline;
using SkRouter.Spend;
using SkRouter.TestKit.Ledgers;

namespace SkRouter.Ledger.Sqlite.Tests.Writing;

public sealed class PairClosingTests : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2026, 10, 1, 8, 30, 0, TimeSpan.Zero);

    // Takes zeros at the end away, which say nothing.
    private const decimal AnyScale = 1.0000000000000000000000000000m;

    private static readonly TimeSpan Span = TimeSpan.FromDays(3);

    private static readonly SpendDimension[] Single =
    [
        SpendDimension.Agent,
        SpendDimension.Role,
        SpendDimension.Model,
        SpendDimension.Deployment,
        SpendDimension.Provider,
        SpendDimension.Tenant,
        SpendDimension.Tag,
    ];

    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Step_HoursAreOver_BreakdownsByTwoAreThoseOfTheRequests()
    {
        var records = new SampleRecords(5, Begin, Span).Take(800);
        await AppendAsync(records, Begin);
        var expected = Answers();

        Close(Begin + Span);

        ClosedHours().ShouldBeGreaterThan(40);
        Answers().Except(expected, StringComparer.Ordinal).ShouldBeEmpty();
        Answers().Count.ShouldBe(expected.Count);
    }

    [Fact]
    public async Task Write_RecordOfAnHourThatIsSummedUp_IsInBreakdownsByTwo()
    {
        var sample = new SampleRecords(6, Begin, Span);
        var (early, late) = (sample.Take(300), sample.Take(200));
        await AppendAsync([.. early, .. late], Begin);
        var expected = Answers();
        File.Delete(_folder.Path);

        await AppendAsync(early, Begin);
        Close(Begin + Span);
        await AppendAsync(late, Begin);

        ClosedHours().ShouldBeGreaterThan(40);
        Answers().Except(expected, StringComparer.Ordinal).ShouldBeEmpty();
        Answers().Count.ShouldBe(expected.Count);
    }

    [Fact]
    public async Task Step_HourIsNotOver_IsLeftToTheRequests()
    {
        await AppendAsync(new SampleRecords(7, Begin, TimeSpan.FromMinutes(20)).Take(50), Begin);

        Close(Begin.AddMinutes(34));
        ClosedHours().ShouldBe(0);

        Close(Begin.AddMinutes(35));
        ClosedHours().ShouldBe(1);
    }

    private async Task AppendAsync(IReadOnlyList<DecisionRecord> records, DateTimeOffset now)
    {
        await using var ledger = _folder.Open(new(), new FakeTimeProvider(now));
        foreach (var record in records)
        {
            await ledger.AppendAsync(record);
        }
    }

    private void Close(DateTimeOffset now)
    {
        using var connection = LedgerFile.OpenToWrite(
            _folder.Path,
            Durability.Default,
            TimeSpan.FromSeconds(10)
        );
        using var closing = new PairClosing(
            connection,
            _folder.Path,
            new FakeTimeProvider(now),
            NullLogger.Instance
        );
        while (closing.Step())
        {
            // One hour more.
        }
    }

    private long ClosedHours() =>
        long.Parse(
            LedgerAudit.Lines(_folder.Path, "SELECT count(*) FROM pair_hours").Single(),
            CultureInfo.InvariantCulture
        );

    /// <summary>Every pair, over all time and over a window with ragged ends.</summary>
    private List<string> Answers()
    {
        using var report = _folder.Report();
        var answers = new List<string>();
        foreach (var first in Single)
        {
            foreach (var second in Single.Where(one => one > first))
            {
                var query = new SpendQuery
                {
                    By = first | second,
                    TagKey = second is SpendDimension.Tag ? "project" : null,
                };
                answers.AddRange(Lines(report, query));
                answers.AddRange(
                    Lines(
                        report,
                        query with
                        {
                            Since = Begin.AddHours(5.3),
                            Until = Begin.AddHours(50.1),
                        }
                    )
                );
            }
        }

        return answers;
    }

    private static IEnumerable<string> Lines(SqliteSpendReport report, SpendQuery query) =>
        report
            .SumAsync(query)
            .AsTask()
            .GetAwaiter()
            .GetResult()
            .Select(row =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{query.By} {Plain(row)} {row.Latency.Percentile(0.5)} {row.Latency.Percentile(0.99)} {row.TimeToFirstToken.Percentile(0.5)}"
                )
            );

    private static SpendRow Plain(SpendRow row) =>
        row with
        {
            Latency = default!,
            TimeToFirstToken = default!,
            CostUsd = row.CostUsd / AnyScale,
            BaselineUsd = row.BaselineUsd / AnyScale,
            SavedUsd = row.SavedUsd / AnyScale,
        };
}
