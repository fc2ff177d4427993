using SkRouter.Pipeline;

namespace SkRouter.Spend;

/// <summary>
/// A ledger for as long as the process lives. Sums without limits of time are complete; of the records themselves, of the runs and of the sums
/// that tell runs or values of tags apart, only the newest are kept, so that memory does not grow with round trips. What is older is summed
/// up without a name, and <see cref="CoverageAsync"/> says from when on reports by time are complete.
/// </summary>
internal sealed class InMemoryLedger(int capacity, int runs = 10_000) : ISpendLedger, ISpendReport
{
    private readonly Lock _gate = new();
    private readonly Queue<DecisionRecord> _records = new();
    private readonly Dictionary<SpendKey, SpendSum> _sums = [];
    private readonly Queue<SpendKey> _named = new();
    private readonly Dictionary<string, RunSpan> _runs = new(StringComparer.Ordinal);
    private readonly Queue<string> _runOrder = new();
    private DateTimeOffset? _complete;
    private long _appended;

    public ValueTask AppendAsync(
        DecisionRecord record,
        CancellationToken cancellationToken = default
    )
    {
        lock (_gate)
        {
            _appended++;
            _records.Enqueue(record);
            if (_records.Count > capacity)
            {
                Drop(_records.Dequeue());
            }

            Add(record);
            AddToRun(record);
            while (_named.Count > runs)
            {
                Forget(_named.Dequeue());
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<SpendRow>> SumAsync(
        SpendQuery query,
        CancellationToken cancellationToken = default
    )
    {
        SpendQuery.Verify(query);
        lock (_gate)
        {
            return ValueTask.FromResult(
                query.Since is null && query.Until is null
                    ? SumOfAll(query)
                    : RecordReport.Sum(_records, query)
            );
        }
    }

    public ValueTask<IReadOnlyList<SpendPoint>> SeriesAsync(
        SpendQuery query,
        SpendGrain grain,
        TimeZoneInfo? zone = null,
        CancellationToken cancellationToken = default
    )
    {
        SpendQuery.Verify(query);
        lock (_gate)
        {
            return ValueTask.FromResult(
                RecordReport.Series(_records, query, new(grain, zone ?? TimeZoneInfo.Utc))
            );
        }
    }

    public ValueTask<IReadOnlyList<RunSpend>> RunsAsync(
        RunQuery query,
        CancellationToken cancellationToken = default
    )
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<RunSpend>>([
                .. SumOfAll(new() { By = SpendDimension.Run })
                    .Where(row => row.Run is not null && _runs.ContainsKey(row.Run))
                    .Select(row => _runs[row.Run!].ToRun(row))
                    .Where(query.Matches)
                    .Take(query.Count),
            ]);
        }
    }

    public ValueTask<RecordPage> RecordsAsync(
        RecordQuery query,
        CancellationToken cancellationToken = default
    )
    {
        var below = RecordPage.Below(query.After);
        lock (_gate)
        {
            var first = _appended - _records.Count + 1;
            var found = _records
                .Select((record, index) => (Record: record, Number: first + index))
                .Where(entry => query.Matches(entry.Record))
                .Select(entry => (At: entry.Record.StartedAt.UtcTicks, entry.Number, entry.Record))
                .Where(entry => (entry.At, entry.Number).CompareTo(below) < 0)
                .OrderByDescending(entry => (entry.At, entry.Number))
                .Take(query.Count + 1)
                .ToList();
            var page = found.Take(query.Count).ToList();
            var next =
                found.Count > page.Count && page.Count > 0
                    ? RecordPage.Mark(page[^1].At, page[^1].Number)
                    : null;
            return ValueTask.FromResult(
                new RecordPage([.. page.Select(entry => entry.Record)], next)
            );
        }
    }

    public ValueTask<SpendCoverage> CoverageAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(new SpendCoverage(_complete, _complete));
        }
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

    private IReadOnlyList<SpendRow> SumOfAll(SpendQuery query)
    {
        var table = new SpendTable(query.By);
        foreach (var (key, sum) in _sums)
        {
            if (key.Matches(query))
            {
                table.At(key).Add(sum);
            }
        }

        return table.ToRows();
    }

    private void Add(DecisionRecord record)
    {
        var key = SpendKey.Of(record);
        SumOf(key).Add(record);
        if (record.Tags.Count == 0)
        {
            return;
        }

        foreach (var (tag, value) in record.Tags)
        {
            SumOf(key with { TagKey = tag, Tag = value }).Add(record);
        }
    }

    private void AddToRun(DecisionRecord record)
    {
        var own = RunSpan.Of(record.StartedAt, record.Duration);
        if (_runs.TryGetValue(record.Run, out var span))
        {
            _runs[record.Run] = span.With(own);
            return;
        }

        _runs[record.Run] = own;
        _runOrder.Enqueue(record.Run);
        if (_runOrder.Count > runs)
        {
            _runs.Remove(_runOrder.Dequeue());
        }
    }

    private SpendSum SumOf(SpendKey key)
    {
        if (!_sums.TryGetValue(key, out var sum))
        {
            _sums[key] = sum = new();
            if (key.Run is not null)
            {
                _named.Enqueue(key);
            }
        }

        return sum;
    }

    private void Drop(DecisionRecord oldest)
    {
        // Records come in the order in which round trips end, so a later one may have begun before.
        var after = oldest.StartedAt.AddTicks(1);
        _complete = _complete is { } complete && complete > after ? complete : after;
    }

    private void Forget(SpendKey oldest)
    {
        // A run that lost a part is no longer whole, so it is not listed.
        _runs.Remove(oldest.Run!);
        _sums.Remove(oldest, out var sum);
        SumOf(oldest with { Run = null, Tag = null }).Add(sum!);
    }
}
