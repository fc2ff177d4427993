namespace SkRouter.Budgets;

/// <summary>Counts for as long as the process lives.</summary>
internal sealed class InMemoryBudgetStore(TimeProvider time) : IBudgetStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(BudgetScope, BudgetWindow), BudgetCount> _counts = [];

    public ValueTask<BudgetGrant> ReserveAsync(
        BudgetReservation reservation,
        CancellationToken cancellationToken = default
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(Reserve(reservation, time.GetUtcNow()));
        }
    }

    public ValueTask<IReadOnlyList<BudgetState>> SettleAsync(
        BudgetReservation reservation,
        IReadOnlyList<decimal> costsUsd,
        CancellationToken cancellationToken = default
    )
    {
        var states = new BudgetState[reservation.Lines.Count];
        lock (_gate)
        {
            var now = time.GetUtcNow();
            for (var i = 0; i < states.Length; i++)
            {
                var budget = reservation.Lines[i].Budget;
                var count = CountOf(budget, now);
                count.Release(reservation.Id);
                count.Spend(reservation.At, costsUsd[i], now);
                states[i] = count.Tell(budget, refused: false, now);
            }
        }

        return ValueTask.FromResult<IReadOnlyList<BudgetState>>(states);
    }

    public ValueTask<IReadOnlyList<BudgetState>> ReadAsync(
        IReadOnlyList<Budget> budgets,
        CancellationToken cancellationToken = default
    )
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            return ValueTask.FromResult<IReadOnlyList<BudgetState>>([
                .. budgets
                    .SelectMany(Known)
                    .Select(budget => CountOf(budget, now).Describe(budget, now)),
            ]);
        }
    }

    public ValueTask BeginAsync(
        Budget budget,
        IReadOnlyList<BudgetSpend> spent,
        CancellationToken cancellationToken = default
    )
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            CountOf(budget, now).Begin(spent, now);
        }

        return default;
    }

    private BudgetGrant Reserve(BudgetReservation reservation, DateTimeOffset now)
    {
        var lines = reservation.Lines;
        var held = new decimal[lines.Count];
        for (var i = 0; i < held.Length; i++)
        {
            var count = CountOf(lines[i].Budget, now);
            if (BudgetShare.Of(lines[i], count.Spent, count.Reserved) is not { } share)
            {
                return new([], States(lines, now), count.Tell(lines[i].Budget, refused: true, now));
            }

            held[i] = share;
        }

        for (var i = 0; i < held.Length; i++)
        {
            CountOf(lines[i].Budget, now).Hold(reservation, held[i]);
        }

        return new(held, States(lines, now), Full: null);
    }

    private BudgetState[] States(IReadOnlyList<BudgetLine> lines, DateTimeOffset now) =>
        [.. lines.Select(line => CountOf(line.Budget, now).Describe(line.Budget, now))];

    private IEnumerable<Budget> Known(Budget budget) =>
        budget.Scope.IsEach
            ?
            [
                .. _counts
                    .Keys.Where(key =>
                        key.Item2 == budget.Window && budget.Scope.StandsFor(key.Item1)
                    )
                    .Select(key => budget with { Scope = key.Item1 }),
            ]
            : [budget];

    private BudgetCount CountOf(Budget budget, DateTimeOffset now)
    {
        var key = (budget.Scope, budget.Window);
        if (!_counts.TryGetValue(key, out var count))
        {
            _counts[key] = count = new(budget.Window);
        }

        count.Advance(now);
        return count;
    }
}
