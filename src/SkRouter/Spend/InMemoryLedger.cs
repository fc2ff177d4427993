using SkRouter.Pipeline;

namespace SkRouter.Spend;

/// <summary>
/// A ledger for as long as the process lives. Sums are complete; of the records themselves, and of the sums that tell runs
/// apart, only the newest are kept, so that memory does not grow with round trips or runs. Older runs are summed up as one
/// without a name.
/// </summary>
internal sealed class InMemoryLedger(int capacity, int runs = 10_000) : ISpendLedger
{
    private readonly Lock _gate = new();
    private readonly Queue<DecisionRecord> _records = new();
    private readonly Dictionary<SpendKey, SpendSum> _sums = [];
    private readonly Queue<SpendKey> _runs = new();

    public ValueTask AppendAsync(
        DecisionRecord record,
        CancellationToken cancellationToken = default
    )
    {
        var key = new SpendKey(
            record.Agent,
            record.Role,
            record.Model,
            record.Deployment,
            record.Run,
            record.Tenant,
            record.Provider
        );
        lock (_gate)
        {
            SumOf(key).Add(record);
            _records.Enqueue(record);
            if (_records.Count > capacity)
            {
                _records.Dequeue();
            }

            if (_runs.Count > runs)
            {
                Forget(_runs.Dequeue());
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<SpendRow>> SumAsync(
        SpendQuery query,
        CancellationToken cancellationToken = default
    )
    {
        var rows = new Dictionary<SpendKey, SpendSum>();
        lock (_gate)
        {
            foreach (var (key, sum) in _sums)
            {
                if (!key.Matches(query))
                {
                    continue;
                }

                var reduced = key.Reduce(query.By);
                if (!rows.TryGetValue(reduced, out var row))
                {
                    rows[reduced] = row = new();
                }

                row.Add(sum);
            }
        }

        return ValueTask.FromResult<IReadOnlyList<SpendRow>>([
            .. rows.Select(row => row.Value.ToRow(row.Key))
                .OrderByDescending(row => row.CostUsd)
                .ThenBy(row => row.Agent, StringComparer.Ordinal)
                .ThenBy(row => row.Role, StringComparer.Ordinal)
                .ThenBy(row => row.Model, StringComparer.Ordinal),
        ]);
    }

    public ValueTask<IReadOnlyList<DecisionRecord>> RecentAsync(
        string? run = null,
        int count = 100,
        CancellationToken cancellationToken = default
    )
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<DecisionRecord>>([
                .. _records.Reverse().Where(record => run is null || record.Run == run).Take(count),
            ]);
        }
    }

    private SpendSum SumOf(SpendKey key)
    {
        if (!_sums.TryGetValue(key, out var sum))
        {
            _sums[key] = sum = new();
            if (key.Run is not null)
            {
                _runs.Enqueue(key);
            }
        }

        return sum;
    }

    private void Forget(SpendKey oldest)
    {
        _sums.Remove(oldest, out var sum);
        SumOf(oldest with { Run = null }).Add(sum!);
    }
}
