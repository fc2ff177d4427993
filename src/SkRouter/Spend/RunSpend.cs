namespace SkRouter.Spend;

/// <summary>One run, whole.</summary>
/// <param name="Run">The run.</param>
/// <param name="StartedAt">When its first round trip began.</param>
/// <param name="LastAt">When its latest round trip began.</param>
/// <param name="Sum">The sum over its round trips.</param>
public sealed record RunSpend(
    string Run,
    DateTimeOffset StartedAt,
    DateTimeOffset LastAt,
    SpendRow Sum
)
{
    /// <summary>When its last round trip was over.</summary>
    public DateTimeOffset EndedAt { get; init; } = LastAt;

    /// <summary>How long it took, from the beginning of its first round trip to the end of its last.</summary>
    public TimeSpan Duration => EndedAt - StartedAt;
}
