using SkRouter.Simulator.Scripting;

namespace SkRouter.Connectors.Tests.Pairs;

/// <summary>One model of one provider, as it takes part in the pairs.</summary>
/// <param name="Provider">A name of <see cref="KnownProviders"/>.</param>
/// <param name="Model">A name that tells the connector which generation it is.</param>
/// <param name="Speaks">The dialect that the simulator plays.</param>
internal sealed record Pair(string Provider, string Model, Dialect? Speaks = null)
{
    /// <summary>Every provider of the table, and of those with several sets of rules one model each.</summary>
    public static readonly IReadOnlyList<Pair> All =
    [
        new("openai", "gpt-5", Dialect.OpenAI),
        new("openai-responses", "gpt-5-codex"),
        new("azure", "gpt-5-of-ours", Dialect.OpenAI),
        new("azure-responses", "gpt-5-of-theirs"),
        new("anthropic", "claude-sonnet-4-5"),
        new("anthropic", "claude-opus-4-7"),
        new("google", "gemini-3-pro"),
        new("google", "gemini-2.5-flash"),
        new("deepseek", "deepseek-v4-pro", Dialect.DeepSeek),
        new("deepseek-responses", "deepseek-v4-flash"),
        new("openrouter", "moonshotai/kimi-k2", Dialect.OpenRouter),
        new("openrouter-responses", "openai/gpt-5"),
        new("mistral", "magistral-medium", Dialect.Mistral),
        new("groq", "qwen3-32b", Dialect.Groq),
        new("cerebras", "qwen-3-235b", Dialect.Groq),
        new("xai", "grok-4", Dialect.OpenAI),
        new("together", "kimi-k2", Dialect.OpenAI),
        new("fireworks", "glm-4.6", Dialect.OpenAI),
        new("huggingface", "qwen3:novita", Dialect.OpenAI),
        new("zai", "glm-4.7"),
        new("crusoe", "llama-4", Dialect.OpenAI),
        new("ollama", "qwen3:4b", Dialect.Ollama),
        new("local", "phi-4", Dialect.Ollama),
        new("litellm", "any", Dialect.OpenAI),
        new("portkey", "any-too", Dialect.OpenAI),
        new("kong", "any-as-well", Dialect.OpenAI),
    ];

    public static Pair Of(string name) => All.Single(pair => pair.ToString() == name);

    public override string ToString() => $"{Provider}/{Model}";
}
