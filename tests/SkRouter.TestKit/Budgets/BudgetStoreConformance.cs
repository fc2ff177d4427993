using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using SkRouter.Budgets;
using Xunit;

namespace SkRouter.TestKit.Budgets;

/// <summary>What every store of budgets must hold to. A test class for a store derives from this.</summary>
public abstract class BudgetStoreConformance
{
    // The hour before the clocks go back in Berlin, so that a few steps of time cross it, midnight and the end of a week.
    private static readonly DateTimeOffset Begin = new(2026, 10, 24, 21, 30, 0, TimeSpan.Zero);

    private static readonly BudgetWindow[] Windows =
    [
        BudgetWindow.Forever,
        BudgetWindow.Calendar(Period.Hour),
        BudgetWindow.Calendar(Period.Day, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")),
        BudgetWindow.Calendar(Period.Week),
        BudgetWindow.Rolling(TimeSpan.FromMinutes(90)),
    ];

    private readonly FakeTimeProvider _time = new(Begin);

    /// <summary>How many histories are tried.</summary>
    protected virtual int Histories => 300;

    /// <summary>A new and empty store.</summary>
    protected abstract IBudgetStore Create(TimeProvider time);

    [Fact]
    public void AnyHistory_CountsWhatThePlainBookCountsAndRefusesOnlyWhatDoesNotFit() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Histories),
            Prop.ForAll(
                Steps().ToArbitrary(),
                steps => Task.Run(() => PlayAsync(steps)).GetAwaiter().GetResult()
            )
        );

    [Fact]
    public async Task ReserveAsync_OneOfSeveralIsFull_HoldsNothingAnywhere()
    {
        var store = Create(_time);
        Budget[] budgets = [Day("acme", 5), Day("globex", 1)];

        var grant = await store.ReserveAsync(Reservation("r", budgets, 2, 3));

        grant.HeldUsd.ShouldBeEmpty();
        grant.Full!.Budget.ShouldBe(budgets[1]);
        grant.Full.ReachedPercent.ShouldBe(100);
        (await store.ReadAsync(budgets)).ShouldAllBe(state => state.ReservedUsd == 0);
    }

    [Fact]
    public async Task BeginAsync_SpentBeforeTheBudgetWasSet_CountsOnceAndNeverLowersIt()
    {
        var store = Create(_time);
        var budget = Day("acme", 5);
        BudgetSpend[] spent =
        [
            new(_time.GetUtcNow().AddMinutes(-10), 1),
            new(_time.GetUtcNow(), 2),
        ];

        await store.BeginAsync(budget, spent);
        await store.BeginAsync(budget, spent);
        (await store.ReadAsync([budget]))[0].SpentUsd.ShouldBe(3);

        await store.BeginAsync(budget, [new(_time.GetUtcNow(), 4)]);
        await store.BeginAsync(budget, [new(_time.GetUtcNow(), 0.5m)]);
        (await store.ReadAsync([budget]))[0].SpentUsd.ShouldBe(4);
        (await store.ReserveAsync(Reservation("r", [budget], 2, 2))).Full.ShouldNotBeNull();
    }

    [Fact]
    public async Task ReserveAsync_DoesNotFitThoughNothingIsSpent_SaysThatItRefusedAndLaterWhatIsSpent()
    {
        var store = Create(_time);
        var budget = Day("acme", 0.0005m);

        var full = (
            await store.ReserveAsync(Reservation("a", [budget], 1, 1))
        ).Full.ShouldNotBeNull();
        (full.Refused, full.SpentUsd).ShouldBe((true, 0m));
        (
            await store.ReserveAsync(Reservation("b", [budget], 1, 1))
        ).Full!.ReachedPercent.ShouldBeNull();

        var reservation = Reservation("c", [budget], 0.0004m, 0.0004m);
        await store.ReserveAsync(reservation);
        var state = (await store.SettleAsync(reservation, [0.0004m]))[0];
        (state.ReachedPercent, state.Refused).ShouldBe((80, false));
    }

    [Fact]
    public async Task ReserveAsync_LessIsLeftThanIsWanted_HoldsWhatIsLeft()
    {
        var store = Create(_time);

        var grant = await store.ReserveAsync(Reservation("r", [Day("acme", 5)], 2, 8));

        grant.HeldUsd.ShouldBe([5m]);
        grant.States[0].RemainingUsd.ShouldBe(0);
    }

    [Fact]
    public async Task SettleAsync_TwiceOverEightyPercent_TellsOnceInAWindow()
    {
        var store = Create(_time);
        Budget[] budgets = [Day("acme", 10)];
        var told = new List<int?>();
        foreach (var cost in (decimal[])[7.9m, 0.2m, 0.1m, 1.8m, 0])
        {
            told.Add(await SpendAsync(store, budgets, cost));
        }

        _time.Advance(TimeSpan.FromDays(1));
        told.Add(await SpendAsync(store, budgets, 8));

        told.ShouldBe([null, 80, null, 100, null, 80]);
    }

    [Fact]
    public async Task SettleAsync_AfterItsReservationExpired_IsBookedAllTheSame()
    {
        var store = Create(_time);
        Budget[] budgets = [new(new(BudgetScopeKind.Tenant, "acme"), 5, BudgetWindow.Forever)];
        var reservation = Reservation("r", budgets, 2, 2);
        await store.ReserveAsync(reservation);
        _time.Advance(TimeSpan.FromHours(2));
        (await store.ReadAsync(budgets))[0].ReservedUsd.ShouldBe(0);

        await store.SettleAsync(reservation, [1.5m]);

        (await store.ReadAsync(budgets))[0].SpentUsd.ShouldBe(1.5m);
    }

    [Fact]
    public async Task ReadAsync_ForEachOfAKind_GivesThoseThatAreKnown()
    {
        var store = Create(_time);
        await SpendAsync(store, [Day("globex", 10)], 1);
        await SpendAsync(store, [Day("acme", 10)], 2);
        await SpendAsync(
            store,
            [new(new(BudgetScopeKind.Tenant, "acme"), 5, BudgetWindow.Forever)],
            3
        );

        var states = await store.ReadAsync([Day("*", 7)]);

        states
            .Select(state => (state.Budget.Scope.Name, state.SpentUsd, state.Budget.LimitUsd))
            .Order()
            .ShouldBe([("acme", 2m, 7m), ("globex", 1m, 7m)]);
    }

    private static Gen<BudgetStep[]> Steps() =>
        Gen.Choose(0, 99)
            .SelectMany(kind =>
                Gen.Choose(0, 1_000)
                    .SelectMany(which =>
                        Gen.Choose(0, 120).Select(cents => new BudgetStep(kind, which, cents))
                    )
            )
            .ArrayOf(60);

    private async Task<bool> PlayAsync(BudgetStep[] steps)
    {
        var time = new FakeTimeProvider(Begin);
        var store = Create(time);
        using var owned = store as IDisposable;
        var book = new BudgetBook();
        var budgets = Windows
            .Select(window => new Budget(new(BudgetScopeKind.Tenant, "acme"), 3, window))
            .ToArray();
        var open = new List<(BudgetReservation Reservation, IReadOnlyList<decimal> Held)>();
        var ids = 0;
        foreach (var step in steps)
        {
            var now = time.GetUtcNow();
            switch (step.Kind)
            {
                case < 40:
                    var reservation = Reservation(budgets, step, now, ids++);
                    var fits = reservation.Lines.All(line =>
                        book.Spent(line.Budget, now)
                            + book.Reserved(line.Budget, now)
                            + line.LeastUsd
                        <= line.Budget.LimitUsd
                    );
                    var grant = await store.ReserveAsync(reservation);
                    (grant.Full is null).ShouldBe(fits);
                    if (fits)
                    {
                        book.Hold(reservation, grant.HeldUsd);
                        open.Add((reservation, grant.HeldUsd));
                        grant
                            .HeldUsd.Zip(reservation.Lines)
                            .ShouldAllBe(pair =>
                                pair.First >= pair.Second.LeastUsd
                                && pair.First <= pair.Second.MostUsd
                            );
                    }

                    break;
                case < 65 when open.Count > 0:
                    var (settled, held) = open[step.Which % open.Count];
                    open.RemoveAt(step.Which % open.Count);
                    // One that has expired may have let others in, so a late cost would be beyond what was promised.
                    if (settled.ExpiresAt > now)
                    {
                        var costs = held.Select(most => most * (step.Cents % 101) / 100).ToArray();
                        await store.SettleAsync(settled, costs);
                        book.Settle(settled, costs);
                    }

                    break;
                case < 75 when open.Count > 0:
                    // Its process dies: nobody will settle it.
                    open.RemoveAt(step.Which % open.Count);
                    break;
                case < 93:
                    time.Advance(TimeSpan.FromMinutes(step.Cents % 47));
                    break;
                default:
                    var edited = step.Which % budgets.Length;
                    budgets[edited] = budgets[edited] with { LimitUsd = step.Cents / 20m };
                    break;
            }

            await CompareAsync(store, book, budgets, time.GetUtcNow());
        }

        return true;
    }

    private static async Task CompareAsync(
        IBudgetStore store,
        BudgetBook book,
        Budget[] budgets,
        DateTimeOffset now
    )
    {
        foreach (var state in await store.ReadAsync(budgets))
        {
            var place = state.Budget.Window.ToString();
            state.SpentUsd.ShouldBe(book.Spent(state.Budget, now), place);
            state.ReservedUsd.ShouldBe(book.Reserved(state.Budget, now), place);
        }
    }

    private static BudgetReservation Reservation(
        Budget[] budgets,
        BudgetStep step,
        DateTimeOffset now,
        int id
    )
    {
        var least = step.Cents / 100m;
        var lines = budgets
            .Where((_, i) => ((step.Which + 1) & (1 << i)) != 0)
            .Select(budget => new BudgetLine(budget, least, least * (1 + (step.Which % 3))))
            .ToList();
        return new(
            FormattableString.Invariant($"r{id}"),
            lines,
            now,
            now + TimeSpan.FromMinutes(10 + (step.Which % 60))
        );
    }

    private static Budget Day(string tenant, decimal usd) =>
        new(new(BudgetScopeKind.Tenant, tenant), usd, BudgetWindow.Calendar(Period.Day));

    private async Task<int?> SpendAsync(IBudgetStore store, Budget[] budgets, decimal usd)
    {
        var reservation = Reservation(Guid.NewGuid().ToString(), budgets, usd, usd);
        (await store.ReserveAsync(reservation)).Full.ShouldBeNull();
        return (await store.SettleAsync(reservation, [usd]))[0].ReachedPercent;
    }

    private BudgetReservation Reservation(string id, Budget[] budgets, decimal least, decimal most)
    {
        var now = _time.GetUtcNow();
        return new(
            id,
            [.. budgets.Select(budget => new BudgetLine(budget, least, most))],
            now,
            now + TimeSpan.FromHours(1)
        );
    }
}
