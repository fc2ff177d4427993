using SkRouter.Pipeline;

namespace SkRouter.Spend;

/// <summary>A running sum over round trips. Two of them add up to that over both sets.</summary>
internal sealed class SpendSum
{
    /// <summary>Sums are exact to this many decimals of a USD; the records keep all digits.</summary>
    public const int Decimals = 18;

    // More than there is: what is beyond is a fault of a price, and must not keep anything else from being summed up.
    private const decimal Most = 1_000_000_000_000_000m;

    // A request is no count that usage carries: it always reads as one.
    private static readonly UsageUnit[] Rare =
    [
        .. Enum.GetValues<UsageUnit>()
            .Except([
                UsageUnit.Input,
                UsageUnit.CacheRead,
                UsageUnit.CacheWrite,
                UsageUnit.Output,
                UsageUnit.Reasoning,
                UsageUnit.Request,
            ]),
    ];

    public SparseCounts Usage { get; } = new(first: 4);

    public SparseCounts Latency { get; } = new();

    public SparseCounts FirstToken { get; } = new();

    public long RoundTrips { get; set; }

    public long Unanswered { get; set; }

    public long Attempts { get; set; }

    public long Fallbacks { get; set; }

    public long Unpriced { get; set; }

    public long Estimated { get; set; }

    public decimal Cost { get; set; }

    public decimal Baseline { get; set; }

    public decimal Saved { get; set; }

    public void Add(DecisionRecord record)
    {
        var answered = IsAnswered(record);
        RoundTrips++;
        Unanswered += answered ? 0 : 1;
        Attempts += record.Attempts.Count;
        Fallbacks += record.FellBack ? 1 : 0;
        Unpriced += record.CostUsd is null ? 1 : 0;
        Estimated += record.Usage.Estimated ? 1 : 0;
        Cost += Exact(record.CostUsd);
        Baseline += Exact(record.BaselineUsd);
        Saved += SavedBy(record);
        AddUsage(Usage, record.Usage);
        if (answered)
        {
            Latency.Add(LatencyHistogram.Bucket(record.Duration), 1);
        }

        if (record.TimeToFirstToken is { } first)
        {
            FirstToken.Add(LatencyHistogram.Bucket(first), 1);
        }
    }

    public void Add(SpendSum other)
    {
        RoundTrips += other.RoundTrips;
        Unanswered += other.Unanswered;
        Attempts += other.Attempts;
        Fallbacks += other.Fallbacks;
        Unpriced += other.Unpriced;
        Estimated += other.Estimated;
        Cost += other.Cost;
        Baseline += other.Baseline;
        Saved += other.Saved;
        Usage.Add(other.Usage);
        Latency.Add(other.Latency);
        FirstToken.Add(other.FirstToken);
    }

    /// <summary>An amount as it goes into sums; unknown counts nothing.</summary>
    public static decimal Exact(decimal? usd) =>
        usd is { } known ? Math.Round(Math.Clamp(known, -Most, Most), Decimals) : 0;

    /// <summary>What a round trip saved against its baseline; nothing where either is unknown.</summary>
    public static decimal SavedBy(DecisionRecord record) =>
        record is { BaselineUsd: { } baseline, CostUsd: { } cost }
            ? Exact(baseline) - Exact(cost)
            : 0;

    public static bool IsAnswered(DecisionRecord record) =>
        record.Outcome is RoundTripOutcome.Answered or RoundTripOutcome.AnsweredByFilter;

    public static void AddUsage(SparseCounts counts, TokenUsage usage)
    {
        counts.Add((int)UsageUnit.Input, usage.InputTokens);
        counts.Add((int)UsageUnit.CacheRead, usage.CacheReadTokens);
        counts.Add((int)UsageUnit.CacheWrite, usage.CacheWriteTokens);
        counts.Add((int)UsageUnit.Output, usage.OutputTokens);
        counts.Add((int)UsageUnit.Reasoning, usage.ReasoningTokens);
        if (usage.IsPlain)
        {
            return;
        }

        foreach (var unit in Rare)
        {
            counts.Add((int)unit, usage.Of(unit));
        }
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
            Tag = key.Tag,
            RoundTrips = RoundTrips,
            Unanswered = Unanswered,
            Attempts = Attempts,
            Fallbacks = Fallbacks,
            Usage = ToUsage(),
            CostUsd = Cost,
            BaselineUsd = Baseline,
            SavedUsd = Saved,
            Unpriced = Unpriced,
            Latency = new(Latency),
            TimeToFirstToken = new(FirstToken),
        };

    private TokenUsage ToUsage()
    {
        Span<long> counts = stackalloc long[UsageUnits.Count];
        for (var i = 0; i < Usage.Length; i++)
        {
            var (unit, count) = Usage.At(i);
            counts[unit] = count;
        }

        return TokenUsage.From(counts, Estimated > 0);
    }
}
