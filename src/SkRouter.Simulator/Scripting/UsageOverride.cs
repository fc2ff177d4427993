namespace SkRouter.Simulator.Scripting;

/// <summary>Usage as the script wants it; what is not given is estimated.</summary>
public sealed record UsageOverride
{
    /// <summary>Tokens of the prompt, cached ones included.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>Tokens of the answer, reasoning included.</summary>
    public long? CompletionTokens { get; init; }

    /// <summary>Prompt tokens read from the provider's cache.</summary>
    public long CachedTokens { get; init; }

    /// <summary>Tokens spent on reasoning; added to the estimated completion tokens.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>Prompt tokens written to the provider's cache for its usual lifetime.</summary>
    public long CacheWriteTokens { get; init; }

    /// <summary>Prompt tokens written to the provider's cache for an hour.</summary>
    public long CacheWriteHourTokens { get; init; }

    /// <summary>Web searches that the provider ran for the answer.</summary>
    public long WebSearches { get; init; }

    /// <summary>What the provider says it billed, in USD, where its usage has a place for it.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>The response carries no usage at all.</summary>
    public bool Missing { get; init; }
}
