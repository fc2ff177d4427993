namespace SkRouter.Spend;

/// <summary>When the first and the latest round trip of a run began, and when its last one was over.</summary>
internal readonly record struct RunSpan(
    DateTimeOffset StartedAt,
    DateTimeOffset LastAt,
    DateTimeOffset EndedAt
)
{
    public static RunSpan Of(DateTimeOffset startedAt, TimeSpan duration) =>
        new(startedAt, startedAt, startedAt + duration);

    public RunSpan With(RunSpan other) =>
        new(
            other.StartedAt < StartedAt ? other.StartedAt : StartedAt,
            other.LastAt > LastAt ? other.LastAt : LastAt,
            other.EndedAt > EndedAt ? other.EndedAt : EndedAt
        );

    public RunSpend ToRun(SpendRow row) =>
        new(row.Run!, StartedAt, LastAt, row) { EndedAt = EndedAt };
}
