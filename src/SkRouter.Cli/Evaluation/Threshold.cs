namespace SkRouter.Cli.Evaluation;

/// <summary>One threshold and what it leads to.</summary>
/// <param name="WantedShare">Share of strong calls that was asked for.</param>
/// <param name="Score">Prompts with at least this score go to the strong model.</param>
/// <param name="StrongShare">Share that then does; ties keep it from being exact.</param>
/// <param name="Quality">Mean correctness.</param>
/// <param name="GapRecovered">How far this lies from always cheap (0) to always strong (1).</param>
internal sealed record Threshold(
    double WantedShare,
    double Score,
    double StrongShare,
    double Quality,
    double GapRecovered
);
