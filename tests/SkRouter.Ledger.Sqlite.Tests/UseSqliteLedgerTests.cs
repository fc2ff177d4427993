using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Resilience;
using SkRouter.Routing;
using SkRouter.Spend;
using SkRouter.TestKit;

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
