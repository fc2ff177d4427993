namespace SkRouter.Spend;

/// <summary>What one attempt consumed, in one normal form whatever the provider reports. All counts are tokens unless named otherwise.</summary>
public sealed record TokenUsage
{
    /// <summary>Nothing consumed.</summary>
    public static TokenUsage None { get; } = new();

    /// <summary>All input, including what was read from or written to the prompt cache, and audio.</summary>
    public long InputTokens { get; init; }

    /// <summary>The part of <see cref="InputTokens"/> that was read from the prompt cache.</summary>
    public long CacheReadTokens { get; init; }

    /// <summary>The part of <see cref="InputTokens"/> that was written to the prompt cache, of any lifetime.</summary>
    public long CacheWriteTokens { get; init; }

    /// <summary>The part of <see cref="CacheWriteTokens"/> that was written with a lifetime of one hour.</summary>
    public long CacheWriteOneHourTokens { get; init; }

    /// <summary>All output, including reasoning and audio.</summary>
    public long OutputTokens { get; init; }

    /// <summary>The part of <see cref="OutputTokens"/> that was reasoning.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>The part of <see cref="InputTokens"/> that was audio.</summary>
    public long InputAudioTokens { get; init; }

    /// <summary>The part of <see cref="CacheReadTokens"/> that was audio.</summary>
    public long CacheReadAudioTokens { get; init; }

    /// <summary>The part of <see cref="OutputTokens"/> that was audio.</summary>
    public long OutputAudioTokens { get; init; }

    /// <summary>Searches of the web that the provider made on the way (a count of searches).</summary>
    public long WebSearches { get; init; }

    /// <summary>Whether the provider reported nothing and the counts are our own estimate.</summary>
    public bool Estimated { get; init; }

    /// <summary>The sum of two; estimated if either is.</summary>
    /// <param name="other">What to add.</param>
    public TokenUsage Plus(TokenUsage other) =>
        new()
        {
            InputTokens = InputTokens + other.InputTokens,
            CacheReadTokens = CacheReadTokens + other.CacheReadTokens,
            CacheWriteTokens = CacheWriteTokens + other.CacheWriteTokens,
            CacheWriteOneHourTokens = CacheWriteOneHourTokens + other.CacheWriteOneHourTokens,
            OutputTokens = OutputTokens + other.OutputTokens,
            ReasoningTokens = ReasoningTokens + other.ReasoningTokens,
            InputAudioTokens = InputAudioTokens + other.InputAudioTokens,
            CacheReadAudioTokens = CacheReadAudioTokens + other.CacheReadAudioTokens,
            OutputAudioTokens = OutputAudioTokens + other.OutputAudioTokens,
            WebSearches = WebSearches + other.WebSearches,
            Estimated = Estimated || other.Estimated,
        };
}
