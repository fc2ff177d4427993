namespace SkRouter.Spend;

/// <summary>What one attempt consumed, in one normal form whatever the provider reports. All counts are tokens unless named otherwise.</summary>
public sealed record TokenUsage
{
    /// <summary>Nothing consumed.</summary>
    public static TokenUsage None { get; } = new();

    /// <summary>All input, including what was read from or written to the prompt cache, tool results and every kind of content.</summary>
    public long InputTokens { get; init; }

    /// <summary>The part of <see cref="InputTokens"/> that was text.</summary>
    public long InputTextTokens { get; init; }

    /// <summary>The part of <see cref="InputTokens"/> that was audio.</summary>
    public long InputAudioTokens { get; init; }

    /// <summary>The part of <see cref="InputTokens"/> that was images or pages of documents.</summary>
    public long InputImageTokens { get; init; }

    /// <summary>The part of <see cref="InputTokens"/> that was video.</summary>
    public long InputVideoTokens { get; init; }

    /// <summary>The part of <see cref="InputTokens"/> that was read from the prompt cache.</summary>
    public long CacheReadTokens { get; init; }

    /// <summary>The part of <see cref="CacheReadTokens"/> that was text.</summary>
    public long CacheReadTextTokens { get; init; }

    /// <summary>The part of <see cref="CacheReadTokens"/> that was audio.</summary>
    public long CacheReadAudioTokens { get; init; }

    /// <summary>The part of <see cref="CacheReadTokens"/> that was images.</summary>
    public long CacheReadImageTokens { get; init; }

    /// <summary>The part of <see cref="CacheReadTokens"/> that was video.</summary>
    public long CacheReadVideoTokens { get; init; }

    /// <summary>The part of <see cref="InputTokens"/> that was written to the prompt cache, of any lifetime.</summary>
    public long CacheWriteTokens { get; init; }

    /// <summary>The part of <see cref="CacheWriteTokens"/> that was written with a lifetime of five minutes, where the provider says so.</summary>
    public long CacheWriteFiveMinutesTokens { get; init; }

    /// <summary>The part of <see cref="CacheWriteTokens"/> that was written with a lifetime of one hour.</summary>
    public long CacheWriteOneHourTokens { get; init; }

    /// <summary>The part of <see cref="InputTokens"/> that the provider's own tools put there.</summary>
    public long ToolInputTokens { get; init; }

    /// <summary>The part of <see cref="ToolInputTokens"/> that was text.</summary>
    public long ToolInputTextTokens { get; init; }

    /// <summary>The part of <see cref="ToolInputTokens"/> that was audio.</summary>
    public long ToolInputAudioTokens { get; init; }

    /// <summary>The part of <see cref="ToolInputTokens"/> that was images.</summary>
    public long ToolInputImageTokens { get; init; }

    /// <summary>The part of <see cref="ToolInputTokens"/> that was video.</summary>
    public long ToolInputVideoTokens { get; init; }

    /// <summary>All output, including reasoning and every kind of content.</summary>
    public long OutputTokens { get; init; }

    /// <summary>The part of <see cref="OutputTokens"/> that was text.</summary>
    public long OutputTextTokens { get; init; }

    /// <summary>The part of <see cref="OutputTokens"/> that was audio.</summary>
    public long OutputAudioTokens { get; init; }

    /// <summary>The part of <see cref="OutputTokens"/> that was images.</summary>
    public long OutputImageTokens { get; init; }

    /// <summary>The part of <see cref="OutputTokens"/> that was video.</summary>
    public long OutputVideoTokens { get; init; }

    /// <summary>The part of <see cref="OutputTokens"/> that was reasoning.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>The part of <see cref="OutputTokens"/> that was citations.</summary>
    public long CitationTokens { get; init; }

    /// <summary>Searches of the web that the provider made on the way (a count of searches).</summary>
    public long WebSearches { get; init; }

    /// <summary>Whether the provider reported nothing and the counts are our own estimate.</summary>
    public bool Estimated { get; init; }

    /// <summary>The sum of two; estimated if either is.</summary>
    /// <param name="other">What to add.</param>
    public TokenUsage Plus(TokenUsage other)
    {
        Span<long> counts = stackalloc long[UsageUnits.Count];
        for (var i = 0; i < counts.Length; i++)
        {
            var (left, right) = (Of((UsageUnit)i), other.Of((UsageUnit)i));
            counts[i] = right > long.MaxValue - left ? long.MaxValue : left + right;
        }

        return From(counts, Estimated || other.Estimated);
    }

    /// <summary>The count of one unit; a request counts as one.</summary>
    internal long Of(UsageUnit unit) =>
        unit switch
        {
            UsageUnit.Input => InputTokens,
            UsageUnit.InputText => InputTextTokens,
            UsageUnit.InputAudio => InputAudioTokens,
            UsageUnit.InputImage => InputImageTokens,
            UsageUnit.InputVideo => InputVideoTokens,
            UsageUnit.CacheRead => CacheReadTokens,
            UsageUnit.CacheReadText => CacheReadTextTokens,
            UsageUnit.CacheReadAudio => CacheReadAudioTokens,
            UsageUnit.CacheReadImage => CacheReadImageTokens,
            UsageUnit.CacheReadVideo => CacheReadVideoTokens,
            UsageUnit.CacheWrite => CacheWriteTokens,
            UsageUnit.CacheWriteFiveMinutes => CacheWriteFiveMinutesTokens,
            UsageUnit.CacheWriteOneHour => CacheWriteOneHourTokens,
            UsageUnit.ToolInput => ToolInputTokens,
            UsageUnit.ToolInputText => ToolInputTextTokens,
            UsageUnit.ToolInputAudio => ToolInputAudioTokens,
            UsageUnit.ToolInputImage => ToolInputImageTokens,
            UsageUnit.ToolInputVideo => ToolInputVideoTokens,
            UsageUnit.Output => OutputTokens,
            UsageUnit.OutputText => OutputTextTokens,
            UsageUnit.OutputAudio => OutputAudioTokens,
            UsageUnit.OutputImage => OutputImageTokens,
            UsageUnit.OutputVideo => OutputVideoTokens,
            UsageUnit.Reasoning => ReasoningTokens,
            UsageUnit.Citation => CitationTokens,
            UsageUnit.WebSearch => WebSearches,
            _ => 1,
        };

    /// <summary>From counts in the order of <see cref="UsageUnit"/>.</summary>
    internal static TokenUsage From(ReadOnlySpan<long> counts, bool estimated = false) =>
        new()
        {
            InputTokens = counts[(int)UsageUnit.Input],
            InputTextTokens = counts[(int)UsageUnit.InputText],
            InputAudioTokens = counts[(int)UsageUnit.InputAudio],
            InputImageTokens = counts[(int)UsageUnit.InputImage],
            InputVideoTokens = counts[(int)UsageUnit.InputVideo],
            CacheReadTokens = counts[(int)UsageUnit.CacheRead],
            CacheReadTextTokens = counts[(int)UsageUnit.CacheReadText],
            CacheReadAudioTokens = counts[(int)UsageUnit.CacheReadAudio],
            CacheReadImageTokens = counts[(int)UsageUnit.CacheReadImage],
            CacheReadVideoTokens = counts[(int)UsageUnit.CacheReadVideo],
            CacheWriteTokens = counts[(int)UsageUnit.CacheWrite],
            CacheWriteFiveMinutesTokens = counts[(int)UsageUnit.CacheWriteFiveMinutes],
            CacheWriteOneHourTokens = counts[(int)UsageUnit.CacheWriteOneHour],
            ToolInputTokens = counts[(int)UsageUnit.ToolInput],
            ToolInputTextTokens = counts[(int)UsageUnit.ToolInputText],
            ToolInputAudioTokens = counts[(int)UsageUnit.ToolInputAudio],
            ToolInputImageTokens = counts[(int)UsageUnit.ToolInputImage],
            ToolInputVideoTokens = counts[(int)UsageUnit.ToolInputVideo],
            OutputTokens = counts[(int)UsageUnit.Output],
            OutputTextTokens = counts[(int)UsageUnit.OutputText],
            OutputAudioTokens = counts[(int)UsageUnit.OutputAudio],
            OutputImageTokens = counts[(int)UsageUnit.OutputImage],
            OutputVideoTokens = counts[(int)UsageUnit.OutputVideo],
            ReasoningTokens = counts[(int)UsageUnit.Reasoning],
            CitationTokens = counts[(int)UsageUnit.Citation],
            WebSearches = counts[(int)UsageUnit.WebSearch],
            Estimated = estimated,
        };
}
