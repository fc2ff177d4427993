using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;
using SkRouter.Budgets;

namespace SkRouter.Tests.Budgets;

public sealed class InMemoryBudgetStoreModelTests
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

    [Property(MaxTest = 300)]
    public Property AnyHistory_CountsWhatThePlainBookCounts_AndNoLimitIsPassed() =>
        Prop.ForAll(Steps().ToArbitrary(), steps => Play(steps).GetAwaiter().GetResult());

    private static Gen<BudgetStep[]> Steps() =>
        Gen.Choose(0, 99)
            .SelectMany(kind =>
                Gen.Choose(0, 1_000)
                    .SelectMany(which =>
                        Gen.Choose(0, 120).Select(cents => new BudgetStep(kind, which, cents))
                    )
            )
            .ArrayOf(60);

    private static async Task<bool> Play(BudgetStep[] steps)
    {
        var time = new FakeTimeProvider(Begin);
        var store = new InMemoryBudgetStore(time);
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
        InMemoryBudgetStore store,
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
}
