namespace SkRouter.Cli.Commands.Replay;

/// <summary>What a policy would have cost and scored, beside what else could have been done.</summary>
internal sealed record ReplayReport
{
    public required string Policy { get; init; }

    /// <summary>What profiled the prompts.</summary>
    public required string Classifier { get; init; }

    public required int Prompts { get; init; }

    /// <summary>Outcomes that lack the score of a model with a price, and were left out.</summary>
    public required int LeftOut { get; init; }

    /// <summary>Recorded models without a price, which nobody could choose.</summary>
    public required IReadOnlyList<string> ModelsLeftOut { get; init; }

    public required int AssumedOutputTokens { get; init; }

    /// <summary>The policy, always cheap, always strong, random with the policy's own shares, the oracle.</summary>
    public required IReadOnlyList<ReplayLine> Lines { get; init; }

    /// <summary>Every model on its own, cheapest first.</summary>
    public required IReadOnlyList<ReplayLine> Models { get; init; }

    /// <summary>Share of the prompts that each model answered under the policy.</summary>
    public required IReadOnlyDictionary<string, double> Shares { get; init; }

    /// <summary>How much better the policy scored than random with the same shares.</summary>
    public required double GainOverRandom { get; init; }

    /// <summary>Half the width of its 95 % interval, by the normal approximation over prompts.</summary>
    public required double GainInterval { get; init; }
}
