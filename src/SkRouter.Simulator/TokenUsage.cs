using System.Runtime.InteropServices;

namespace SkRouter.Simulator;

/// <summary>Tokens of one answer, as on the wire.</summary>
/// <param name="PromptTokens">Tokens of the prompt, cached ones included.</param>
/// <param name="CompletionTokens">Tokens of the answer, reasoning included.</param>
/// <param name="CachedTokens">Prompt tokens read from the cache.</param>
/// <param name="ReasoningTokens">Tokens spent on reasoning.</param>
/// <param name="CacheWriteTokens">Prompt tokens written to the cache, of any lifetime.</param>
/// <param name="CacheWriteHourTokens">Those of them that were written for an hour.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TokenUsage(
    long PromptTokens,
    long CompletionTokens,
    long CachedTokens = 0,
    long ReasoningTokens = 0,
    long CacheWriteTokens = 0,
    long CacheWriteHourTokens = 0
)
{
    /// <summary>Prompt and answer together.</summary>
    public long TotalTokens => PromptTokens + CompletionTokens;

    /// <summary>Adds up.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static TokenUsage operator +(TokenUsage left, TokenUsage right) =>
        new(
            left.PromptTokens + right.PromptTokens,
            left.CompletionTokens + right.CompletionTokens,
            left.CachedTokens + right.CachedTokens,
            left.ReasoningTokens + right.ReasoningTokens,
            left.CacheWriteTokens + right.CacheWriteTokens,
            left.CacheWriteHourTokens + right.CacheWriteHourTokens
        );

    /// <summary>Takes away.</summary>
    /// <param name="left">From this.</param>
    /// <param name="right">This.</param>
    public static TokenUsage operator -(TokenUsage left, TokenUsage right) =>
        new(
            left.PromptTokens - right.PromptTokens,
            left.CompletionTokens - right.CompletionTokens,
            left.CachedTokens - right.CachedTokens,
            left.ReasoningTokens - right.ReasoningTokens,
            left.CacheWriteTokens - right.CacheWriteTokens,
            left.CacheWriteHourTokens - right.CacheWriteHourTokens
        );
}
