using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SkRouter.Budgets;
using SkRouter.TestKit;

namespace SkRouter.Ledger.Sqlite.Tests.Budgets;

/// <summary>Budgets that a person sets while the app runs, and what was spent before them.</summary>
public sealed class KeptBudgetsTests : IDisposable
{
    private readonly LedgerFolder _folder = new();

    private static Budget Coder { get; } =
        new(new(BudgetScopeKind.Role, "coder"), 1, BudgetWindow.Calendar(Period.Month));

    [Fact]
    public async Task Keep_AppIsRestarted_HoldsOnAndCountsOn()
    {
        decimal spent;
        await using (var kernel = Open())
        {
            await AskAsync(kernel);
            await AskAsync(kernel);
            Router(kernel).Budgets.Keep(Coder);
            spent = (await Router(kernel).Budgets.SnapshotAsync()).ShouldHaveSingleItem().SpentUsd;
            spent.ShouldBe(2 * 0.0002m);
        }

        await using (var kernel = Open())
        {
            var state = (await Router(kernel).Budgets.SnapshotAsync()).ShouldHaveSingleItem();
            state.Budget.ShouldBe(Coder);
            state.SpentUsd.ShouldBe(spent);
            await AskAsync(kernel);
            Router(kernel).Budgets.Discard(Coder.Scope, Coder.Window).ShouldBeTrue();
        }

        await using (var kernel = Open())
        {
            (await Router(kernel).Budgets.SnapshotAsync()).ShouldBeEmpty();
            // Removed and set again: what was spent in between counts too.
            await AskAsync(kernel);
            Router(kernel).Budgets.Keep(Coder);
            (await Router(kernel).Budgets.SnapshotAsync())[0].SpentUsd.ShouldBe(4 * 0.0002m);
        }
    }

    public void Dispose() => _folder.Dispose();

    private ServiceProvider Open() =>
        (ServiceProvider)
            RouterKit
                .Kernel(
                    router =>
                        router
                            .UseSqliteLedger(_folder.Path)
                            .Role("coder", role => role.Prefer("model")),
                    ("model", new ScriptedChatClient(ScriptedStep.Answer("hi")))
                )
                .Services;

    private static Routing.ModelRouter Router(ServiceProvider services) =>
        services.GetRequiredService<Routing.ModelRouter>();

    private static Task<ChatResponse> AskAsync(ServiceProvider services) =>
        Router(services).ForRole("coder").GetResponseAsync("hello");
}
