using SkRouter.Budgets;

namespace SkRouter.TestKit.Budgets;

/// <summary>What a budget store must do, in the plainest way: every reservation and cost is kept for ever and counted anew each time.</summary>
internal sealed class BudgetBook
{
    private readonly List<Entry> _entries = [];

    public void Hold(BudgetReservation reservation, IReadOnlyList<decimal> held)
    {
        for (var i = 0; i < held.Count; i++)
        {
            _entries.Add(
                new(reservation.Id, reservation.Lines[i].Budget, held[i], reservation.At)
                {
                    ExpiresAt = reservation.ExpiresAt,
                }
            );
        }
    }

    public void Settle(BudgetReservation reservation, IReadOnlyList<decimal> costs)
    {
        _entries.RemoveAll(entry => entry.Id == reservation.Id);
        for (var i = 0; i < costs.Count; i++)
        {
            _entries.Add(new("", reservation.Lines[i].Budget, costs[i], reservation.At));
        }
    }

    public decimal Spent(Budget budget, DateTimeOffset now) =>
        Of(budget, now).Where(entry => entry.ExpiresAt is null).Sum(entry => entry.Usd);

    public decimal Reserved(Budget budget, DateTimeOffset now) =>
        Of(budget, now).Where(entry => entry.ExpiresAt > now).Sum(entry => entry.Usd);

    private IEnumerable<Entry> Of(Budget budget, DateTimeOffset now) =>
        _entries.Where(entry =>
            (entry.Budget.Scope, entry.Budget.Window) == (budget.Scope, budget.Window)
            && budget.Window.Counts(budget.Window.SlotOf(entry.At), now)
        );

    private sealed record Entry(string Id, Budget Budget, decimal Usd, DateTimeOffset At)
    {
        public DateTimeOffset? ExpiresAt { get; init; }
    }
}
