using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SkRouter.Budgets;
using SkRouter.Routing;
using SkRouter.TestKit;

namespace SkRouter.Tests.Budgets;

public sealed class StoredBudgetsTests
{
    private static readonly Budget Own = new(
        new(BudgetScopeKind.Role, "coder"),
        5,
        BudgetWindow.Calendar(Period.Day)
    );

    [Fact]
    public async Task SetInTheStore_WhileItRuns_GoesBeforeTheAppsOwnAndGivesItBackWhenRemoved()
    {
        var time = new FakeTimeProvider();
        var store = new SharedStore(time);
        using var budgets = new RouterBudgets(store, [Own], time, NullLogger<ModelRouter>.Instance);

        store.Stored = [Own with { LimitUsd = 1 }];
        time.Advance(TimeSpan.FromSeconds(5));
        (await budgets.SnapshotAsync()).Single().Budget.LimitUsd.ShouldBe(1);
        budgets.Set(Own with { LimitUsd = 9 });
        (await budgets.SnapshotAsync()).Single().Budget.LimitUsd.ShouldBe(1);

        store.Fault = new IOException("locked");
        time.Advance(TimeSpan.FromSeconds(5));
        (await budgets.SnapshotAsync()).Single().Budget.LimitUsd.ShouldBe(1);

        (store.Stored, store.Fault) = ([], null);
        time.Advance(TimeSpan.FromSeconds(5));
        (await budgets.SnapshotAsync()).Single().Budget.LimitUsd.ShouldBe(9);
    }

    [Fact]
    public async Task RemainingMetric_BudgetsOfNamesAndOfEach_HasOnlyTheNames()
    {
        var kernel = RouterKit.Kernel(
            router =>
            {
                router.Role("coder", role => role.Prefer("a").Budget(5, Period.Day));
                router.Budget(
                    "runs",
                    own => (own.Scope, own.Name, own.Usd) = (BudgetScopeKind.Run, "*", 1)
                );
            },
            ("a", new ScriptedChatClient(ScriptedStep.Answer("yes")))
        );
        var seen = new List<(double, string)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name == "skrouter.budget.remaining")
            {
                own.EnableMeasurementEvents(instrument, kernel);
            }
        };
        listener.SetMeasurementEventCallback<double>(
            (_, usd, tags, _) =>
                seen.Add((usd, string.Join(' ', tags.ToArray().Select(tag => tag.Value))))
        );
        await RouterBudgetTests.AskAsync(kernel);
        listener.Start();

        listener.RecordObservableInstruments();

        seen.ShouldContain((4.9998, "Role coder day UTC"));
        seen.ShouldNotContain(measured =>
            measured.Item2.StartsWith("Run", StringComparison.Ordinal)
        );
    }

    private sealed class SharedStore(TimeProvider time) : IBudgetStore, IStoredBudgets
    {
        private readonly InMemoryBudgetStore _counts = new(time);

        public IReadOnlyList<Budget> Stored { get; set; } = [];

        public Exception? Fault { get; set; }

        public IReadOnlyList<Budget> Read() => Fault is null ? Stored : throw Fault;

        public ValueTask<BudgetGrant> ReserveAsync(
            BudgetReservation reservation,
            CancellationToken cancellationToken = default
        ) => _counts.ReserveAsync(reservation, cancellationToken);

        public ValueTask<IReadOnlyList<BudgetState>> SettleAsync(
            BudgetReservation reservation,
            IReadOnlyList<decimal> costsUsd,
            CancellationToken cancellationToken = default
        ) => _counts.SettleAsync(reservation, costsUsd, cancellationToken);

        public ValueTask<IReadOnlyList<BudgetState>> ReadAsync(
            IReadOnlyList<Budget> budgets,
            CancellationToken cancellationToken = default
        ) => _counts.ReadAsync(budgets, cancellationToken);
    }
}
