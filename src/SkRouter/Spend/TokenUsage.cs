namespace SkRouter.Spend;

/// <summary>What one attempt consumed, in one normal form whatever the provider reports. All counts are tokens unless named otherwise.</summary>
public sealed record TokenUsage
{
    // Those that have a property of their own, and a request, which is no property at all.
    private static readonly UsageUnit[] Plain =
    [
        UsageUnit.Input,
        UsageUnit.CacheRead,
        UsageUnit.CacheWrite,
        UsageUnit.Output,
        UsageUnit.Reasoning,
        UsageUnit.Request,
    ];

    private UsageBreakdown? Breakdown { get; init; }

    /// <summary>None of the counts that few answers have.</summary>
    internal bool IsPlain => Breakdown is null;

    /// <summary>Nothing consumed.</summary>
    public static TokenUsage None { get; } = new();

    /// <summary>All input, including what was read from or written to the prompt cache, tool results and every kind of content.</summary>
    public long InputTokens { get; init; }

    /// <summary>The part of <see cref="InputTokens"/> that was text.</summary>
    public long InputTextTokens
    {
        get => Rare(UsageUnit.InputText);
        init => Breakdown = UsageBreakdown.With(Breakdown, UsageUnit.InputText, value);
    }

    /// <summary>The part of <see cref="InputTokens"/> that was audio.</summary>
    public long InputAudioTokens
    {
        get => Rare(UsageUnit.InputAudio);
        init => Breakdown = UsageBreakdown.With(Breakdown, UsageUnit.InputAudio, value);
    }

    /// <summary>The part of <see cref="InputTokens"/> that was images or pages of documents.</summary>
    public long InputImageTokens
    {
        get => Rare(UsageUnit.InputImage);
        init => Breakdown = UsageBreakdown.With(Breakdown, UsageUnit.InputImage, value);
    }

    /// <summary>The part of <see cref="InputTokens"/> that was video.</summary>
    public long InputVideoTokens
    {
        get => Rare(UsageUnit.InputVideo);
        init => Breakdown = UsageBreakdown.With(Breakdown, UsageUnit.InputVideo, value);
    }

    /// <summary>The part of <see cref="InputTokens"/> that was read from the prompt cache.</summary>
    public long CacheReadTokens { get; init; }

    /// <summary>The part of <see cref="CacheReadTokens"/> that was text.</summary>
    public long CacheReadTextTokens
    {
        get => Rare(UsageUnit.CacheReadText);
        init => Breakdown = UsageBreakdown.With(Breakdown, UsageUnit.CacheReadText, value);
    }

    /// <summary>The part of <see cref="CacheReadTokens"/> that was audio.</summary>
    public long CacheReadAudioTokens
    {
        get => Rare(UsageUnit.CacheReadAudio);
        init => Breakdown = UsageBreakdown.With(Breakdown, UsageUnit.CacheReadAudio, value);
    }

    /// <summary>The part of <see cref="CacheReadTokens"/> that was images.</summary>
    public long CacheReadImageTokens
    {
        get => Rare(UsageUnit.CacheReadImage);
        init => Breakdown = UsageBreakdown.With(Breakdown, UsageUnit.CacheReadImage, value);
    }

    /// <summary>The part of <see cref="CacheReadTokens"/> that was video.</summary>
    public long CacheReadVideoTokens
    {
        get => Rare(UsageUnit.CacheReadVideo);
        init => Breakdown = UsageBreakdown.With(Breakdown, UsageUnit.CacheReadVideo, value);
    }

    /// <summary>The part of <see cref="InputTokens"/> that was written to the prompt cache, of any lifetime.</summary>
    public long CacheWriteTokens { get; init; }

    /// <summary>The part of <see cref="CacheWriteTokens"/> that was written with a lifetime of five minutes, where the provider says so.</summary>
    public long CacheWriteFiveMinutesTokens
    {
        get => Rare(UsageUnit.CacheWriteFiveMinutes);
        init => Breakdown = UsageBreakdown.With(Breakdown, UsageUnit.CacheWriteFiveMinutes, value);
    }

    /// <summary>The part of <see cref="CacheWriteTokens"/> that was written with a lifetime of one hour.</summary>
    public long CacheWriteOneHourTokens
    {
        get => Rare(UsageUnit.CacheWriteOneHour);
        init => Breakdown = UsageBreakdown.With(Breakdown, UsageUnit.CacheWriteOneHour, value);
    }

    /// <summary>The part of <see cref="InputTokens"/> that the provider's own tools put there.</summary>
    public long ToolInputTokens
    {
        get => Rare(UsageUnit.ToolInput);
        init => Breakdown = UsageBreakdown.With(Breakdown, UsageUnit.ToolInput, value);
    }

    /// <summary>The part of <see cref="ToolInputTokens"/> that was text.</summary>
    public long ToolInputTextTokens
    {
        get => Rare(UsageUnit.ToolInputText);
        init => Breakdown = UsageBreakdown.With(Breakdown, UsageUnit.ToolInputText, value);
    }

    /// <summary>The part of <see cref="ToolInputTokens"/> that was audio.</summary>
    public long ToolInputAudioTokens
    {
        get => Rare(UsageUnit.ToolInputAudio);
        init => Breakdown = UsageBreakdown.With(Breakdown, UsageUnit.ToolInputAudio, value);
    }

    /// <summary>The part of <see cref="ToolInputTokens"/> that was images.</summary>
    public long ToolInputImageTokens
    {
        get => Rare(UsageUnit.ToolInputImage);
        init => Breakdown = UsageBreakdown.With(Breakdown, UsageUnit.ToolInputImage, value);
    }

    /// <summary>The part of <see cref="ToolInputTokens"/> that was video.</summary>
    public long ToolInputVideoTokens
    {
        get => Rare(UsageUnit.ToolInputVideo);
        init => Breakdown = UsageBreakdown.With(Breakdown, UsageUnit.ToolInputVideo, value);
    }

    /// <summary>All output, including reasoning and every kind of content.</summary>
    public long OutputTokens { get; init; }

    /// <summary>The part of <see cref="OutputTokens"/> that was text.</summary>
    public long OutputTextTokens
    {
        get => Rare(UsageUnit.OutputText);
        init => Breakdown = UsageBreakdown.With(Breakdown, UsageUnit.OutputText, value);
    }

    /// <summary>The part of <see cref="OutputTokens"/> that was audio.</summary>
    public long OutputAudioTokens
    {
        get => Rare(UsageUnit.OutputAudio);
        init => Breakdown = UsageBreakdown.With(Breakdown, UsageUnit.OutputAudio, value);
    }

    /// <summary>The part of <see cref="OutputTokens"/> that was images.</summary>
    public long OutputImageTokens
    {
        get => Rare(UsageUnit.OutputImage);
        init => Breakdown = UsageBreakdown.With(Breakdown, UsageUnit.OutputImage, value);
    }

    /// <summary>The part of <see cref="OutputTokens"/> that was video.</summary>
    public long OutputVideoTokens
    {
        get => Rare(UsageUnit.OutputVideo);
        init => Breakdown = UsageBreakdown.With(Breakdown, UsageUnit.OutputVideo, value);
    }

    /// <summary>The part of <see cref="OutputTokens"/> that was reasoning.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>The part of <see cref="OutputTokens"/> that was citations.</summary>
    public long CitationTokens
    {
        get => Rare(UsageUnit.Citation);
        init => Breakdown = UsageBreakdown.With(Breakdown, UsageUnit.Citation, value);
    }

    /// <summary>Searches of the web that the provider made on the way (a count of searches).</summary>
    public long WebSearches
    {
        get => Rare(UsageUnit.WebSearch);
        init => Breakdown = UsageBreakdown.With(Breakdown, UsageUnit.WebSearch, value);
    }

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
            UsageUnit.CacheRead => CacheReadTokens,
            UsageUnit.CacheWrite => CacheWriteTokens,
            UsageUnit.Output => OutputTokens,
            UsageUnit.Reasoning => ReasoningTokens,
            UsageUnit.Request => 1,
            _ => Rare(unit),
        };

    internal static TokenUsage From(ReadOnlySpan<long> counts, bool estimated = false) =>
        new()
        {
            InputTokens = counts[(int)UsageUnit.Input],
            CacheReadTokens = counts[(int)UsageUnit.CacheRead],
            CacheWriteTokens = counts[(int)UsageUnit.CacheWrite],
            OutputTokens = counts[(int)UsageUnit.Output],
            ReasoningTokens = counts[(int)UsageUnit.Reasoning],
            Breakdown = UsageBreakdown.Of(counts, Plain),
            Estimated = estimated,
        };

    private long Rare(UsageUnit unit) => Breakdown?[unit] ?? 0;
}
