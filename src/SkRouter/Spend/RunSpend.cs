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
);
