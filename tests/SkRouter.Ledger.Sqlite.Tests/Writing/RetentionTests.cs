using Microsoft.Extensions.Time.Testing;
using SkRouter.Access;
using SkRouter.Ledger.Sqlite.Access;
using SkRouter.Spend;
using SkRouter.TestKit.Ledgers;

namespace SkRouter.Ledger.Sqlite.Tests.Writing;

public sealed class RetentionTests : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2026, 10, 1, 8, 30, 0, TimeSpan.Zero);

    private readonly LedgerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Step_RecordsOlderThanTheRetention_GoInChunksAndSumsByDayStay()
    {
        // Twenty days of records; the last ten are to stay.
        var records = new SampleRecords(3, Begin, TimeSpan.FromDays(20)).Take(3_000);
        var now = Begin.AddDays(20);
        var cutoff = new DateTimeOffset(2026, 10, 11, 8, 0, 0, TimeSpan.Zero);
        await using (var ledger = _folder.Open(new(), new FakeTimeProvider(now)))
        {
            await Task.WhenAll(records.Select(r => ledger.AppendAsync(r).AsTask()));
        }

        await using (
            var ledger = _folder.Open(
                new() { RetentionDays = 10, BatchSize = 1 },
                new FakeTimeProvider(now)
            )
        )
        {
            foreach (var record in new SampleRecords(4, now, TimeSpan.Zero).Take(40))
            {
                await ledger.AppendAsync(record);
            }

            var kept = records.Count(record => record.StartedAt >= cutoff) + 40;
            var coverage = await ledger.CoverageAsync();
            coverage.ShouldBe(new(cutoff, cutoff));
            (await ledger.RecentAsync(count: 10_000)).Count.ShouldBe(kept);
            (await ledger.SumAsync(new())).ShouldHaveSingleItem().RoundTrips.ShouldBe(3_040);
            (await ledger.SumAsync(new() { Since = cutoff }))
                .ShouldHaveSingleItem()
                .RoundTrips.ShouldBe(kept);
            (await ledger.SeriesAsync(new(), SpendGrain.Hour))
                .Sum(point => point.Row.RoundTrips)
                .ShouldBe(kept);
            LedgerAudit
                .Lines(
                    _folder.Path,
                    "SELECT (SELECT count(*) FROM attempts WHERE request_id NOT IN (SELECT id FROM requests)), "
                        + "(SELECT count(*) FROM decisions WHERE request_id NOT IN (SELECT id FROM requests)), "
                        + "(SELECT count(*) FROM requests WHERE run_id NOT IN (SELECT id FROM runs))"
                )
                .ShouldBe(["0|0|0"]);
        }
    }

    [Fact]
    public async Task Step_OwnersOfRunsWithoutRecords_AreForgottenAndOthersStay()
    {
        var time = new FakeTimeProvider(Begin);
        using var owners = new SqliteOwnershipStore(_folder.Path, TimeSpan.FromSeconds(5), time);
        owners.Claim(OwnedName.Run, "old", "ann");
        owners.Claim(OwnedName.Run, "used", "ann");
        owners.Claim(OwnedName.Tenant, "acme", "ann");
        time.Advance(TimeSpan.FromDays(20));
        owners.Claim(OwnedName.Run, "new", "ann");

        await using (var ledger = _folder.Open(new() { RetentionDays = 10, BatchSize = 1 }, time))
        {
            foreach (var record in new SampleRecords(4, time.GetUtcNow(), TimeSpan.Zero).Take(5))
            {
                await ledger.AppendAsync(record with { Run = "used" });
                await ledger.CoverageAsync();
            }
        }

        LedgerAudit
            .Lines(_folder.Path, "SELECT kind || ' ' || name FROM owners ORDER BY kind, name")
            .ShouldBe(["Run new", "Run used", "Tenant acme"]);
    }

    [Fact]
    public async Task Step_EverythingIsOld_NewestRowStaysSoThatNumbersAreNotGivenTwice()
    {
        var later = new FakeTimeProvider(Begin.AddDays(500));
        await using var ledger = _folder.Open(new() { RetentionDays = 1 }, later);
        var records = new SampleRecords(3, Begin, TimeSpan.FromDays(1)).Take(20);
        foreach (var record in records)
        {
            await ledger.AppendAsync(record);
            await ledger.CoverageAsync();
        }

        var found = await ledger.RecentAsync();

        found[0].Id.ShouldBe(records[^1].Id);
        LedgerAudit.Lines(_folder.Path, "SELECT max(id) FROM requests").ShouldBe(["20"]);
    }
}
