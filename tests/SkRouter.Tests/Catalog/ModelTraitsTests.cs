using System.Globalization;
using System.Text.Json;
using SkRouter.Catalog.Facts;

namespace SkRouter.Tests.Catalog;

public sealed class ModelTraitsTests
{
    [Theory]
    [InlineData("gpt-4o", "Never")]
    [InlineData("gpt-4o-mini-2024-07-18", "Never")]
    [InlineData("gpt-4.1-nano", "Never")]
    [InlineData("gpt-5-chat-latest", "Never")]
    [InlineData("gpt-5", "ByDefault")]
    [InlineData("gpt-5-mini-2025-08-07", "ByDefault")]
    [InlineData("openai/gpt-5-nano", "ByDefault")]
    [InlineData("gpt-5.1", "IfAsked")]
    [InlineData("gpt-5.4-mini", "IfAsked")]
    [InlineData("gpt-5.1-codex", "ByDefault")]
    [InlineData("gpt-5-pro", "Always")]
    [InlineData("gpt-5.2-pro", "Always")]
    [InlineData("o1", "Always")]
    [InlineData("o3-mini", "Always")]
    [InlineData("openai/o4-mini", "Always")]
    [InlineData("openai/gpt-oss-120b", "Always")]
    [InlineData("claude-3-5-haiku-latest", "Never")]
    [InlineData("claude-3-opus-20240229", "Never")]
    [InlineData("claude-3-7-sonnet-20250219", "IfAsked")]
    [InlineData("anthropic.claude-sonnet-4-5-20250929-v1:0", "IfAsked")]
    [InlineData("claude-opus-4-7", "IfAsked")]
    [InlineData("gemini-2.0-flash", "Never")]
    [InlineData("gemini-2.5-flash", "ByDefault")]
    [InlineData("gemini-2.5-flash-lite", "IfAsked")]
    [InlineData("gemini-2.5-flash-image", "Never")]
    [InlineData("gemini-2.5-pro", "Always")]
    [InlineData("gemini-3-pro-preview", "Always")]
    [InlineData("gemini-3.1-pro", "Always")]
    [InlineData("gemini-3-flash", "ByDefault")]
    [InlineData("deepseek-chat", "Never")]
    [InlineData("deepseek-reasoner", "Always")]
    [InlineData("deepseek-ai/DeepSeek-R1-0528", "Always")]
    [InlineData("deepseek-v4-pro", "ByDefault")]
    [InlineData("deepseek/deepseek-v3.2", "IfAsked")]
    [InlineData("qwen3-235b-a22b-thinking-2507", "Always")]
    [InlineData("qwen3-235b-a22b-instruct-2507", "Never")]
    [InlineData("qwen3-coder-plus", "Never")]
    [InlineData("Qwen/Qwen3-32B", "ByDefault")]
    [InlineData("qwen-plus", "IfAsked")]
    [InlineData("qwen3-max", "IfAsked")]
    [InlineData("qwq-32b", "Always")]
    [InlineData("kimi-k2-thinking", "Always")]
    [InlineData("kimi-k2-0905-preview", "Never")]
    [InlineData("kimi-k2.5", "ByDefault")]
    [InlineData("glm-4.6", "ByDefault")]
    [InlineData("glm-5.1", "ByDefault")]
    [InlineData("grok-4-fast-reasoning", "Always")]
    [InlineData("grok-4-fast-non-reasoning", "Never")]
    [InlineData("grok-3", "Never")]
    [InlineData("magistral-medium-latest", "Always")]
    [InlineData("mistral-large-latest", "Never")]
    [InlineData("meta-llama/Llama-3.3-70B-Instruct", "Never")]
    [InlineData("some-new-thinking-model", "Always")]
    [InlineData("anthropic/claude-3.7-sonnet:thinking", "IfAsked")]
    [InlineData("alpha", "Unknown")]
    [InlineData("my-deployment", "Unknown")]
    public void Reasoning_KnownFamilies_AreKnown(string model, string reasons) =>
        ModelTraits.Default.Reasoning(model).ToString().ShouldBe(reasons);

    [Theory]
    [InlineData("anthropic", "claude-3-5-sonnet-20241022", true)]
    [InlineData("anthropic", "claude-3-7-sonnet-latest", true)]
    [InlineData("anthropic", "claude-opus-4-20250514", true)]
    [InlineData("anthropic", "claude-opus-4-1", true)]
    [InlineData("anthropic", "claude-sonnet-4-5-20250929", true)]
    [InlineData("openrouter", "anthropic/claude-haiku-4.5", true)]
    [InlineData("bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", true)]
    [InlineData("anthropic", "claude-opus-4-6", false)]
    [InlineData("anthropic", "claude-sonnet-4-6-20260214", false)]
    [InlineData("bedrock", "us.anthropic.claude-opus-4-6-v1", false)]
    [InlineData("openrouter", "anthropic/claude-opus-4.7", false)]
    [InlineData("anthropic", "claude-opus-4-10", false)]
    [InlineData("anthropic", "claude-sonnet-5", false)]
    [InlineData("anthropic", "claude-opus-5-20270101", false)]
    [InlineData("anthropic", "claude-mythos-5", false)]
    [InlineData("deepseek", "deepseek-chat", true)]
    [InlineData("deepseek", "deepseek-v4-flash", true)]
    [InlineData("together", "deepseek-ai/DeepSeek-V3", false)]
    [InlineData("mistral", "mistral-large-latest", true)]
    [InlineData("groq", "mistral-saba-24b", false)]
    [InlineData("dashscope", "qwen-plus", true)]
    [InlineData("moonshot", "kimi-k2-0905-preview", true)]
    [InlineData("vllm", "meta-llama/Llama-3.3-70B-Instruct", true)]
    [InlineData("sglang", "anything", true)]
    [InlineData("openai", "gpt-4o", false)]
    [InlineData("google", "gemini-2.5-pro", false)]
    [InlineData(null, "alpha", false)]
    public void Prefix_KnownFamilies_AreKnown(string? provider, string model, bool takes) =>
        (ModelTraits.Default.Prefix(provider, model) is not null).ShouldBe(takes);

    [Fact]
    public void File_EveryEntry_NamesItsSourceAndDay()
    {
        using var stream = typeof(ModelTraits).Assembly.GetManifestResourceStream(
            "SkRouter.traits.json"
        )!;
        using var file = JsonDocument.Parse(stream);
        foreach (var list in new[] { "reasoning", "prefix" })
        {
            var entries = file.RootElement.GetProperty(list);
            entries.GetArrayLength().ShouldBeGreaterThan(5);
            foreach (var entry in entries.EnumerateArray())
            {
                entry.GetProperty("source").GetString().ShouldNotBeNullOrWhiteSpace();
                DateOnly
                    .ParseExact(
                        entry.GetProperty("date").GetString()!,
                        "yyyy-MM-dd",
                        CultureInfo.InvariantCulture
                    )
                    .Year.ShouldBeGreaterThan(2024);
            }
        }
    }
}
