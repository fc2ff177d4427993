namespace SkRouter.Budgets;

/// <summary>What one scope has spent and holds in one window. Not safe for several threads.</summary>
internal sealed class BudgetCount(BudgetWindow window)
{
    private readonly SortedDictionary<DateTimeOffset, decimal> _spent = [];
    private readonly Dictionary<string, (decimal Usd, DateTimeOffset Until)> _held = [];
    private DateTimeOffset _nextToGiveUp = DateTimeOffset.MaxValue;
    private BudgetAlert _alert;

    public decimal Spent { get; private set; }

    public decimal Reserved { get; private set; }

    /// <summary>Forgets what no longer counts.</summary>
    public void Advance(DateTimeOffset now)
    {
        while (_spent.Count > 0 && !window.Counts(_spent.First().Key, now))
        {
            var (slot, amount) = _spent.First();
            Spent -= amount;
            _spent.Remove(slot);
        }

        if (now < _nextToGiveUp)
        {
            return;
        }

        _nextToGiveUp = DateTimeOffset.MaxValue;
        foreach (var (id, held) in _held)
        {
            if (held.Until <= now)
            {
                Release(id);
            }
            else if (held.Until < _nextToGiveUp)
            {
                _nextToGiveUp = held.Until;
            }
        }
    }

    public void Hold(BudgetReservation reservation, decimal amount)
    {
        // A round trip that begins in one window counts there, also while it lasts into the next.
        var leaves = window.LeavesAt(window.SlotOf(reservation.At), reservation.At);
        var until = leaves < reservation.ExpiresAt ? leaves.Value : reservation.ExpiresAt;
        _held.Add(reservation.Id, (amount, until));
        Reserved += amount;
        _nextToGiveUp = until < _nextToGiveUp ? until : _nextToGiveUp;
    }

    public void Release(string id)
    {
        if (_held.Remove(id, out var held))
        {
            Reserved -= held.Usd;
        }
    }

    public void Spend(DateTimeOffset at, decimal amount, DateTimeOffset now)
    {
        var slot = window.SlotOf(at);
        if (amount != 0 && window.Counts(slot, now))
        {
            _spent[slot] = _spent.GetValueOrDefault(slot) + amount;
            Spent += amount;
        }
    }

    /// <summary>Counts at least this much.</summary>
    public void Begin(IReadOnlyList<BudgetSpend> spent, DateTimeOffset now)
    {
        if (Spent == 0)
        {
            foreach (var one in spent)
            {
                Spend(one.At, one.Usd, now);
            }
        }
        else if (spent.Sum(static one => one.Usd) - Spent is > 0 and var missing)
        {
            Spend(spent[^1].At, missing, now);
        }
    }

    public BudgetState Describe(Budget budget, DateTimeOffset now) =>
        new(
            budget,
            Spent,
            Reserved,
            window.LeavesAt(_spent.Count > 0 ? _spent.First().Key : window.SlotOf(now), now)
        );

    /// <summary>The same, and which share of the limit has just been reached.</summary>
    public BudgetState Tell(Budget budget, bool refused, DateTimeOffset now)
    {
        (_alert, var told) = _alert.Note(budget, Spent, refused, now);
        return Describe(budget, now) with
        {
            ReachedPercent = told,
            Refused = refused && told is not null,
        };
    }
}
