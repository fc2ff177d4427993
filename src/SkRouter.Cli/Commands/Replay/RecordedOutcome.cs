namespace SkRouter.Cli.Commands.Replay;

/// <summary>What several models made of one prompt.</summary>
/// <param name="Id">Identifies the prompt.</param>
/// <param name="Prompt">The prompt.</param>
/// <param name="Scores">How good each model's answer was, 0 to 1.</param>
internal sealed record RecordedOutcome(
    string Id,
    string Prompt,
    IReadOnlyDictionary<string, double> Scores
);
