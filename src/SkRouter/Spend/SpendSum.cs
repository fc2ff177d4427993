using SkRouter.Pipeline;

namespace SkRouter.Spend;

/// <summary>A running sum over round trips.</summary>
internal sealed class SpendSum
{
    private TokenUsage _usage = TokenUsage.None;
    private long _roundTrips;
    private long _unanswered;
    private long _attempts;
    private long _fallbacks;
    private long _unpriced;
    private decimal _cost;
    private decimal _baseline;

    public void Add(DecisionRecord record)
    {
        _usage = _usage.Plus(record.Usage);
        _roundTrips++;
        _unanswered += record.Outcome
            is RoundTripOutcome.Answered
                or RoundTripOutcome.AnsweredByFilter
            ? 0
            : 1;
        _attempts += record.Attempts.Count;
        _fallbacks += record.FellBack ? 1 : 0;
        _unpriced += record.CostUsd is null ? 1 : 0;
        _cost += record.CostUsd ?? 0;
        _baseline += record.BaselineUsd ?? 0;
    }

    public void Add(SpendSum other)
    {
        _usage = _usage.Plus(other._usage);
        _roundTrips += other._roundTrips;
        _unanswered += other._unanswered;
        _attempts += other._attempts;
        _fallbacks += other._fallbacks;
        _unpriced += other._unpriced;
        _cost += other._cost;
        _baseline += other._baseline;
    }

    public SpendRow ToRow(SpendKey key) =>
        new()
        {
            Agent = key.Agent,
            Role = key.Role,
            Model = key.Model,
            Deployment = key.Deployment,
            Run = key.Run,
            Tenant = key.Tenant,
            Provider = key.Provider,
            RoundTrips = _roundTrips,
            Unanswered = _unanswered,
            Attempts = _attempts,
            Fallbacks = _fallbacks,
            Usage = _usage,
            CostUsd = _cost,
            BaselineUsd = _baseline,
            Unpriced = _unpriced,
        };
}
