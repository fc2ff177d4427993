namespace SkRouter.Cli.Commands.Replay;

/// <summary>Where the replay stands: the outcome that the models are being asked for. One replay, one thread.</summary>
internal sealed class ReplayTape
{
    public RecordedOutcome Current { get; set; } = null!;

    public long InputTokens { get; set; }

    public required long OutputTokens { get; init; }
}
