using System.Collections.Concurrent;
using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.FaultBench.Soak;

/// <summary>Adds up what the records say was told by providers, and what was estimated, without keeping a hundred thousand of them.</summary>
internal sealed class SoakLedger : ISpendLedger
{
    private readonly ConcurrentDictionary<string, byte> _ids = new();
    private readonly ConcurrentQueue<DecisionRecord> _failed = new();
    private readonly Lock _gate = new();

    public long Records { get; private set; }

    public long Duplicates { get; private set; }

    public long Attempts { get; private set; }

    public long Fallbacks { get; private set; }

    public long EstimatedAttempts { get; private set; }

    public decimal CostUsd { get; private set; }

    public decimal AttemptsCostUsd { get; private set; }

    public IReadOnlyCollection<DecisionRecord> Failed => _failed;

    public Dictionary<string, (long Input, long Output)> Told { get; } = [];

    public ValueTask AppendAsync(
        DecisionRecord record,
        CancellationToken cancellationToken = default
    )
    {
        lock (_gate)
        {
            Records++;
            Duplicates += _ids.TryAdd(record.Id, 0) ? 0 : 1;
            Attempts += record.Attempts.Count;
            Fallbacks += record.FellBack ? 1 : 0;
            CostUsd += record.CostUsd ?? 0;
            foreach (var attempt in record.Attempts)
            {
                Add(attempt);
            }
        }

        if (record.Outcome is not RoundTripOutcome.Answered)
        {
            _failed.Enqueue(record);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<SpendRow>> SumAsync(
        SpendQuery query,
        CancellationToken cancellationToken = default
    ) => throw new NotSupportedException("The soak reads the sums itself.");

    public ValueTask<IReadOnlyList<DecisionRecord>> RecentAsync(
        string? run = null,
        int count = 100,
        CancellationToken cancellationToken = default
    ) => ValueTask.FromResult<IReadOnlyList<DecisionRecord>>([.. _failed.Take(count)]);

    private void Add(Attempt attempt)
    {
        AttemptsCostUsd += attempt.CostUsd ?? 0;
        if (attempt.Usage is not { } usage)
        {
            return;
        }

        if (usage.Estimated)
        {
            EstimatedAttempts++;
            return;
        }

        var (input, output) = Told.GetValueOrDefault(attempt.Model);
        Told[attempt.Model] = (input + usage.InputTokens, output + usage.OutputTokens);
    }
}
