namespace SkRouter.Cli.Commands.Replay;

/// <summary>What became of one prompt.</summary>
/// <param name="Outcome">The prompt and all scores.</param>
/// <param name="Model">Who answered in the end.</param>
/// <param name="CostUsd">Of every attempt that it took.</param>
/// <param name="InputTokens">The estimated size of the prompt.</param>
/// <param name="StartedAt">When the router was asked, which prices may depend on.</param>
internal readonly record struct ReplayedAnswer(
    RecordedOutcome Outcome,
    string Model,
    decimal CostUsd,
    long InputTokens,
    DateTimeOffset StartedAt
)
{
    public double Score => Outcome.Scores[Model];
}
