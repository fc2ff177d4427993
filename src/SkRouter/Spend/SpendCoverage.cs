namespace SkRouter.Spend;

/// <summary>How far back a report reaches. Older round trips are still in sums without a beginning.</summary>
/// <param name="RecordsSince">From when on every record can be read, and sums can begin and be told apart at will; null if nothing was ever dropped.</param>
/// <param name="HoursSince">From when on sums by one dimension can begin at a full hour (UTC); null if nothing was ever dropped.</param>
public sealed record SpendCoverage(DateTimeOffset? RecordsSince, DateTimeOffset? HoursSince);
