using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Ledger.Sqlite.Storage;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.Spend;
using SkRouter.TestKit;
using SkRouter.TestKit.Ledgers;

namespace SkRouter.Ledger.Sqlite.Tests;

public sealed class UseSqliteLedgerTests
{
    [Fact]
    public async Task UseSqliteLedger_RoundTripThroughTheRouter_IsInTheFile()
    {
        using var folder = new LedgerFolder();
        var kernel = RouterKit.Kernel(
            router =>
                router.UseSqliteLedger(folder.Path).Role("coder", role => role.Prefer("model")),
            ("model", new ScriptedChatClient(ScriptedStep.Answer("hi")))
        );
        using (RoutingScope.Begin(run: "the run", tenant: "acme"))
        {
            await kernel.Router().GetResponseAsync("hello");
        }

        var report = kernel.Services.GetRequiredService<ISpendReport>();
        var row = (await report.SumAsync(new() { By = SpendDimension.Run })).ShouldHaveSingleItem();
        row.Run.ShouldBe("the run");
        row.CostUsd.ShouldBeGreaterThan(0);
        await ((ServiceProvider)kernel.Services).DisposeAsync();

        using var reopened = folder.Report();
        (await reopened.SumAsync(new() { By = SpendDimension.Tenant }))
            .ShouldHaveSingleItem()
            .Tenant.ShouldBe("acme");
    }

    [Fact]
    public async Task UseSqliteLedger_QueueWaits_DepthIsMeasured()
    {
        using var folder = new LedgerFolder();
        await using var ledger = folder.Open(new() { BusyTimeout = TimeSpan.FromMinutes(1) });
        var depths = new List<int>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "skrouter.ledger.queue.depth")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((_, depth, _, _) => depths.Add(depth));
        listener.Start();
        using (
            var other = LedgerFile.OpenToWrite(
                folder.Path,
                Durability.Default,
                TimeSpan.FromSeconds(5)
            )
        )
        {
            LedgerFile.Execute(other, "BEGIN IMMEDIATE");
            foreach (var record in new SampleRecords(1, default, TimeSpan.Zero).Take(3))
            {
                await ledger.AppendAsync(record);
            }

            listener.RecordObservableInstruments();
        }

        depths.ShouldContain(3);
    }

    [Fact]
    public void UseSqliteLedger_OptionsThatMakeNoSense_AllAreNamed()
    {
        var exception = Should.Throw<RouterConfigurationException>(() =>
            RouterKit.Kernel(router =>
                router.UseSqliteLedger(
                    "never-made.db",
                    ledger =>
                    {
                        ledger.RetentionDays = 0;
                        ledger.BatchSize = 0;
                        ledger.QueueCapacity = -1;
                        ledger.BusyTimeout = TimeSpan.FromDays(-1);
                    }
                )
            )
        );

        exception.Faults.Count.ShouldBe(4);
    }
}
