namespace SkRouter.Loops;

/// <summary>That the caller of a round trip goes in circles, and what was done about it.</summary>
/// <param name="Kind">How.</param>
/// <param name="Count">How often the same has happened with nothing new in between, the first time included.</param>
/// <param name="Step">The step of the ladder that was taken.</param>
public sealed record LoopSighting(LoopKind Kind, int Count, LoopStep Step)
{
    /// <summary>The tool that was called, as chat clients spell it; null unless it is about a tool.</summary>
    public string? Tool { get; init; }

    /// <summary>Names of the tools that were not offered to the model.</summary>
    public IReadOnlyList<string> Withheld { get; init; } = [];

    /// <summary>For logs and records, e.g. <c>loop: search was called 3 times with the same arguments and result (Steer)</c>.</summary>
    public override string ToString() => $"loop: {Describe()} ({Step})";

    /// <summary>What happened, in words, e.g. <c>search was called 3 times with the same arguments and result</c>.</summary>
    public string Describe() =>
        Kind switch
        {
            LoopKind.ToolCall => FormattableString.Invariant(
                $"{Tool} was called {Count} times with the same arguments and result"
            ),
            LoopKind.Text => FormattableString.Invariant(
                $"the same was said {Count} times in answer to the same"
            ),
            _ => FormattableString.Invariant(
                $"agents handed the same back and forth {Count} times"
            ),
        };
}
