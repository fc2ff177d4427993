namespace SkRouter.Cli.Evaluation;

/// <summary>A 95 % bootstrap interval.</summary>
internal sealed record Interval(double Low, double High);
