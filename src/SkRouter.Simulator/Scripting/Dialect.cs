namespace SkRouter.Simulator.Scripting;

/// <summary>Whose chat completions a model speaks: how it shows reasoning, counts and refuses.</summary>
public enum Dialect
{
    /// <summary>OpenAI and Azure: reasoning is only counted; call ids of 40 characters at most; takes no provider's reasoning.</summary>
    OpenAI,

    /// <summary>DeepSeek: <c>reasoning_content</c>, wanted back with the tool calls it led to; cache hits and misses.</summary>
    DeepSeek,

    /// <summary>OpenRouter: sealed <c>reasoning_details</c>, the billed cost, ids that name the tool.</summary>
    OpenRouter,

    /// <summary>Mistral: reasoning as parts of the content, ids of nine characters, flat errors.</summary>
    Mistral,

    /// <summary>Groq: <c>reasoning</c>; takes no <c>reasoning_content</c>.</summary>
    Groq,

    /// <summary>Ollama: <c>reasoning</c>.</summary>
    Ollama,
}
