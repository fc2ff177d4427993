namespace SkRouter.Spend;

/// <summary>When the first and the latest round trip of a run began.</summary>
internal readonly record struct RunSpan(DateTimeOffset StartedAt, DateTimeOffset LastAt)
{
    public RunSpan With(DateTimeOffset time) =>
        new(time < StartedAt ? time : StartedAt, time > LastAt ? time : LastAt);

    public RunSpend ToRun(SpendRow row) => new(row.Run!, StartedAt, LastAt, row);
}
