namespace SkRouter.Cli.Commands.Replay;

/// <summary>One way to choose, and what it would have come to.</summary>
internal sealed record ReplayLine
{
    public required string Name { get; init; }

    /// <summary>Mean score over the prompts.</summary>
    public required double Score { get; init; }

    /// <summary>Half the width of the 95 % interval of the mean score, by the normal approximation; null where it is an expectation.</summary>
    public double? ScoreInterval { get; init; }

    /// <summary>In USD, over all prompts.</summary>
    public required decimal CostUsd { get; init; }

    /// <summary>Share of the prompts that the dearest model answered.</summary>
    public required double StrongShare { get; init; }

    /// <summary>The part of the way from always-cheap's score to always-strong's; NaN where the two score alike.</summary>
    public double GapRecovered { get; init; }
}
