namespace SkRouter.Connectors.ChatCompletions;

/// <summary>How a provider is asked to reason.</summary>
internal enum ReasoningRequest
{
    /// <summary>It is not asked.</summary>
    None,

    /// <summary><c>"reasoning_effort": "high"</c>.</summary>
    Effort,

    /// <summary><c>"reasoning": {"effort": "high"}</c> or <c>{"max_tokens": 2000}</c>.</summary>
    Nested,

    /// <summary><c>"thinking": {"type": "enabled"}</c>.</summary>
    Thinking,

    /// <summary>As <c>thinking.type</c> with <c>reasoning_effort</c>: low, high or max.</summary>
    ThinkingEffort,
}
