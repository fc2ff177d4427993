using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Resilience;
using SkRouter.TestKit.Ledgers;

namespace SkRouter.Ledger.Sqlite.Tests.Writing;

public sealed class LedgerWriterTests : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    private readonly LedgerFolder _folder = new();
    private readonly SampleRecords _sample = new(7, Begin, TimeSpan.FromHours(3));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Durability.Default)]
    [InlineData(Durability.Committed)]
    [InlineData(Durability.Strict)]
    public async Task DisposeAsync_RecordsQueued_AllAreInTheFile(Durability durability)
    {
        await using (var ledger = _folder.Open(new() { Durability = durability, BatchSize = 7 }))
        {
            await Task.WhenAll(_sample.Take(100).Select(r => ledger.AppendAsync(r).AsTask()));
        }

        LedgerAudit.Lines(_folder.Path, "SELECT count(*) FROM requests").ShouldBe(["100"]);
        LedgerAudit.ShouldAddUp(_folder.Path);
    }

    [Fact]
    public async Task AppendAsync_Strict_IsInTheFileWhenItReturns()
    {
        await using var ledger = _folder.Open(new() { Durability = Durability.Strict });
        for (var i = 1; i <= 5; i++)
        {
            await ledger.AppendAsync(_sample.Next(Begin));

            LedgerAudit
                .Lines(_folder.Path, "SELECT count(*) FROM decisions")
                .ShouldBe([i.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        }
    }

    [Fact]
    public async Task AppendAsync_QueueFull_WaitsAndLosesNothing()
    {
        await using var ledger = _folder.Open(new() { QueueCapacity = 5, BatchSize = 5 });
        List<Task> appends;
        using (Lock())
        {
            appends = [.. _sample.Take(40).Select(r => ledger.AppendAsync(r).AsTask())];

            // What the writer took, and what the queue holds; the rest waits.
            appends.Count(append => append.IsCompleted).ShouldBeLessThanOrEqualTo(10);
        }

        await Task.WhenAll(appends);
        (await ledger.RecentAsync(count: 100)).Count.ShouldBe(40);
    }

    [Fact]
    public async Task AppendAsync_StrictAndFileHeldByAnother_ThrowsAndLaterWorksAgain()
    {
        var time = new FakeTimeProvider();
        await using var ledger = _folder.Open(
            new() { Durability = Durability.Strict, BusyTimeout = TimeSpan.FromMilliseconds(1) },
            time
        );
        using (Lock())
        {
            var exception = await Should.ThrowAsync<RouterException>(async () =>
                await ledger.AppendAsync(_sample.Next(Begin))
            );

            exception.Code.ShouldBe(RouterErrorCode.Ledger);
            exception.Message.ShouldContain(_folder.Path);
            exception.Message.ShouldContain("not in the ledger yet");
        }

        var later = ledger.AppendAsync(_sample.Next(Begin)).AsTask();
        while (!later.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await later;
        // What the caller was told is not in the ledger yet was spent all the same.
        (await ledger.RecentAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task AppendAsync_QueuedWhileTheFileIsHeld_EveryoneIsToldAndItIsWrittenAfterwards()
    {
        var time = new FakeTimeProvider();
        await using var ledger = _folder.Open(
            new() { BusyTimeout = TimeSpan.FromMilliseconds(1) },
            time
        );
        using (Lock())
        {
            await ledger.AppendAsync(_sample.Next(Begin));
            (await FaultOf(() => ledger.RecentAsync().AsTask())).ShouldNotBeNull();

            var fault = await FaultOf(() => ledger.AppendAsync(_sample.Next(Begin)).AsTask());
            fault.ShouldNotBeNull().Message.ShouldContain("not in the ledger yet");
            ledger.IsFailing.ShouldBeTrue();
        }

        // Nobody calls any more, because no provider is asked meanwhile: the ledger notices by itself.
        while (ledger.IsFailing)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await ledger.AppendAsync(_sample.Next(Begin));
        (await ledger.RecentAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task DisposeAsync_FileHeldByAnother_SaysHowManyAreLost()
    {
        var ledger = _folder.Open(new() { BusyTimeout = TimeSpan.FromMilliseconds(1) });
        using (Lock())
        {
            await ledger.AppendAsync(_sample.Next(Begin));
            await ledger.AppendAsync(_sample.Next(Begin));

            var exception = await Should.ThrowAsync<RouterException>(async () =>
                await ledger.DisposeAsync()
            );

            exception.Message.ShouldContain("2 round trips are not in the ledger");
        }
    }

    [Fact]
    public async Task AppendAsync_AfterDispose_Throws()
    {
        var ledger = _folder.Open();
        await ledger.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(async () =>
            await ledger.AppendAsync(_sample.Next(Begin))
        );
    }

    [Fact]
    public async Task AppendAsync_SeveralLedgersOnOneFile_SumsHold()
    {
        var parts = Enumerable
            .Range(0, 4)
            .Select(i => new SampleRecords(i, Begin, TimeSpan.FromHours(30)).Take(150))
            .ToList();
        await Task.WhenAll(
            parts.Select(
                async (part, i) =>
                {
                    await using var ledger = _folder.Open(
                        new()
                        {
                            BatchSize = 10,
                            Durability = i % 2 == 0 ? Durability.Default : Durability.Strict,
                        }
                    );
                    await Task.WhenAll(part.Select(r => ledger.AppendAsync(r).AsTask()));
                }
            )
        );

        LedgerAudit.Lines(_folder.Path, "SELECT count(*) FROM requests").ShouldBe(["600"]);
        LedgerAudit.ShouldAddUp(_folder.Path);
    }

    [Fact]
    public async Task AppendAsync_NumbersThatAreNone_AreKept()
    {
        await using var ledger = _folder.Open();
        var record = _sample.Next(Begin);
        record = record with
        {
            Profile = new()
            {
                Category = default,
                Difficulty = double.NaN,
                CheapSuffices = double.PositiveInfinity,
                Confidence = 0,
                EstimatedInputTokens = long.MaxValue,
                Classifier = "odd",
            },
            CostUsd = decimal.MaxValue,
            BaselineUsd = decimal.MaxValue,
            Usage = new() { InputTokens = long.MaxValue, WebSearches = long.MaxValue },
        };

        await ledger.AppendAsync(record);
        await ledger.AppendAsync(record);

        var back = (await ledger.RecentAsync())[0];
        back.Profile!.Difficulty.ShouldBe(double.NaN);
        back.Profile.CheapSuffices.ShouldBe(double.PositiveInfinity);
        back.CostUsd.ShouldBe(decimal.MaxValue);
        var row = (await ledger.SumAsync(new())).ShouldHaveSingleItem();
        row.Usage.InputTokens.ShouldBe(long.MaxValue);
        row.CostUsd.ShouldBe(2_000_000_000_000_000m);
    }

    private static async Task<RouterException?> FaultOf(Func<Task> action)
    {
        try
        {
            await action();
            return null;
        }
        catch (RouterException exception)
        {
            return exception;
        }
    }

    /// <summary>Somebody else who writes, until disposed.</summary>
    private SqliteConnection Lock()
    {
        var other = LedgerFile.OpenToWrite(
            _folder.Path,
            Durability.Default,
            TimeSpan.FromSeconds(5)
        );
        LedgerFile.Execute(other, "BEGIN IMMEDIATE");
        return other;
    }
}
