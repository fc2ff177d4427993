using System.Globalization;
using SkRouter.Pipeline;
using SkRouter.Spend;

namespace SkRouter.TestKit.Ledgers;

/// <summary>What a report should say, found from the records in the plainest way.</summary>
internal static class ExpectedSums
{
    public static IEnumerable<string> Of(
        IEnumerable<DecisionRecord> records,
        SpendQuery query,
        Func<DecisionRecord, string>? slot = null
    ) =>
        records
            .Where(record => Matches(record, query))
            .GroupBy(record => (Slot: slot?.Invoke(record) ?? "", Key: Key(record, query)))
            .Select(group =>
                $"{group.Key.Slot} {group.Key.Key} "
                + Line(
                    group.Count(),
                    group.Sum(record => Rounded(record.CostUsd)),
                    group.Sum(record => Rounded(record.BaselineUsd)),
                    group.Sum(record =>
                        record is { CostUsd: not null, BaselineUsd: not null }
                            ? Rounded(record.BaselineUsd) - Rounded(record.CostUsd)
                            : 0
                    ),
                    [
                        group.Sum(record => record.Usage.InputTokens),
                        group.Sum(record => record.Usage.OutputTokens),
                        group.Sum(record => record.Usage.CacheReadTokens),
                        group.Sum(record => record.Usage.CacheWriteTokens),
                        group.Sum(record => record.Usage.ReasoningTokens),
                        group.Sum(record => record.Usage.WebSearches),
                        group.Any(record => record.Usage.Estimated) ? 1 : 0,
                        group.Count(record => record.Outcome is not RoundTripOutcome.Answered),
                        group.Sum(record => record.Attempts.Count),
                        group.Count(record => record.FellBack),
                        group.Count(record => record.CostUsd is null),
                        group.Count(record => record.Outcome is RoundTripOutcome.Answered),
                        group.Count(record => record.TimeToFirstToken is not null),
                    ]
                )
            )
            .Order(StringComparer.Ordinal);

    public static IEnumerable<string> Of(IEnumerable<SpendPoint> points) =>
        points
            .Select(point => $"{SlotText(point.From)} {Text(point.Row)}")
            .Order(StringComparer.Ordinal);

    public static IEnumerable<string> Of(IEnumerable<SpendRow> rows) =>
        rows.Select(row => $" {Text(row)}").Order(StringComparer.Ordinal);

    public static string SlotText(DateTimeOffset from) =>
        from.ToString("yyyy-MM-ddTHH:mmzzz", CultureInfo.InvariantCulture);

    private static string Text(SpendRow row) =>
        $"{row.Agent}|{row.Role}|{row.Model}|{row.Deployment}|{row.Run}|{row.Tenant}|{row.Provider}|{row.Tag} "
        + Line(
            row.RoundTrips,
            row.CostUsd,
            row.BaselineUsd,
            row.SavedUsd,
            [
                row.Usage.InputTokens,
                row.Usage.OutputTokens,
                row.Usage.CacheReadTokens,
                row.Usage.CacheWriteTokens,
                row.Usage.ReasoningTokens,
                row.Usage.WebSearches,
                row.Usage.Estimated ? 1 : 0,
                row.Unanswered,
                row.Attempts,
                row.Fallbacks,
                row.Unpriced,
                row.Latency.Count,
                row.TimeToFirstToken.Count,
            ]
        );

    private static string Line(
        long roundTrips,
        decimal cost,
        decimal baseline,
        decimal saved,
        long[] counts
    ) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{roundTrips}: {cost:0.##################} {baseline:0.##################} {saved:0.##################}; {string.Join(' ', counts)}"
        );

    private static decimal Rounded(decimal? usd) => Math.Round(usd ?? 0, 18);

    private static bool Matches(DecisionRecord record, SpendQuery query) =>
        (query.Since is null || record.StartedAt >= query.Since)
        && (query.Until is null || record.StartedAt < query.Until)
        && Is(query.Agent, record.Agent)
        && Is(query.Role, record.Role)
        && Is(query.Model, record.Model)
        && Is(query.Deployment, record.Deployment)
        && Is(query.Run, record.Run)
        && Is(query.Tenant, record.Tenant)
        && Is(query.Provider, record.Provider)
        && (
            query.TagKey is null
            || (record.Tags.TryGetValue(query.TagKey, out var tag) && Is(query.TagValue, tag))
        );

    private static bool Is(string? wanted, string? found) => wanted is null || wanted == found;

    private static string Key(DecisionRecord record, SpendQuery query)
    {
        return string.Join(
            '|',
            If(SpendDimension.Agent, record.Agent),
            If(SpendDimension.Role, record.Role),
            If(SpendDimension.Model, record.Model),
            If(SpendDimension.Deployment, record.Deployment),
            If(SpendDimension.Run, record.Run),
            If(SpendDimension.Tenant, record.Tenant),
            If(SpendDimension.Provider, record.Provider),
            query.TagKey is { } key ? If(SpendDimension.Tag, record.Tags[key]) : ""
        );

        string If(SpendDimension dimension, string? value) =>
            query.By.HasFlag(dimension) ? value ?? "" : "";
    }
}
