using System.Collections.Frozen;
using SkRouter.Connectors.ChatCompletions;
using SkRouter.Connectors.Wire;

namespace SkRouter.Connectors;

/// <summary>The providers that the connectors know, with where each differs from the others.</summary>
public static class KnownProviders
{
    private static readonly ChatCompletionsDialect OpenAIDialect = new()
    {
        MaxTokens = "max_completion_tokens",
        Documents = DocumentPart.File,
        HasOpenAIModels = true,
        HasCustomTools = true,
    };

    /// <summary>All of them, in a fixed order.</summary>
    public static IReadOnlyList<KnownProvider> All { get; } =
    [
        new("openai", "https://api.openai.com/v1/", "OPENAI_API_KEY") { Dialect = OpenAIDialect },
        new("openai-responses", "https://api.openai.com/v1/", "OPENAI_API_KEY")
        {
            Protocol = WireProtocolKind.Responses,
        },
        new("azure", null, "AZURE_OPENAI_API_KEY")
        {
            Dialect = OpenAIDialect,
            KeyPlacement = KeyPlacement.Azure,
        },
        new("azure-responses", null, "AZURE_OPENAI_API_KEY")
        {
            Protocol = WireProtocolKind.Responses,
            KeyPlacement = KeyPlacement.Azure,
        },
        new("anthropic", "https://api.anthropic.com/v1/", "ANTHROPIC_API_KEY")
        {
            Protocol = WireProtocolKind.Messages,
            KeyPlacement = KeyPlacement.Anthropic,
            Headers = FrozenDictionary.Create(
                StringComparer.Ordinal,
                KeyValuePair.Create("anthropic-version", "2023-06-01")
            ),
        },
        new("google", "https://generativelanguage.googleapis.com/v1beta/", "GEMINI_API_KEY")
        {
            Protocol = WireProtocolKind.GenerateContent,
            KeyPlacement = KeyPlacement.Google,
        },
        new("deepseek", "https://api.deepseek.com/", "DEEPSEEK_API_KEY")
        {
            Dialect = new()
            {
                GivesOneChoice = true,
                PrefixPath = "beta/chat/completions",
                ReasoningRequest = ReasoningRequest.ThinkingEffort,
                ReasoningEcho = ReasoningEcho.ToolTurns,
                Unthinking = Set("deepseek-chat"),
                StructuredOutput = StructuredOutput.Instruction,
            },
        },
        new("deepseek-responses", "https://api.deepseek.com/", "DEEPSEEK_API_KEY")
        {
            Protocol = WireProtocolKind.Responses,
        },
        new("openrouter", "https://openrouter.ai/api/v1/", "OPENROUTER_API_KEY")
        {
            Dialect = new()
            {
                GivesOneChoice = true,
                TakesOwnImages = true,
                ReasoningRequest = ReasoningRequest.Nested,
                ReasoningEcho = ReasoningEcho.Details,
                AdaptsCallIds = true,
                HasCustomTools = true,
                Documents = DocumentPart.FileOrUrl,
            },
        },
        new("openrouter-responses", "https://openrouter.ai/api/v1/", "OPENROUTER_API_KEY")
        {
            Protocol = WireProtocolKind.Responses,
        },
        new("mistral", "https://api.mistral.ai/v1/", "MISTRAL_API_KEY")
        {
            Dialect = new()
            {
                LacksNames = true,
                Seed = "random_seed",
                HasMistralModels = true,
                RequiredTool = "any",
                AsksForStreamUsage = false,
                ReasoningEcho = ReasoningEcho.Parts,
                Documents = DocumentPart.DocumentUrl,
            },
        },
        new("groq", "https://api.groq.com/openai/v1/", "GROQ_API_KEY")
        {
            Dialect = new()
            {
                GivesOneChoice = true,
                LacksNames = true,
                MaxTokens = "max_completion_tokens",
            },
        },
        new("cerebras", "https://api.cerebras.ai/v1/", "CEREBRAS_API_KEY")
        {
            Dialect = new() { GivesOneChoice = true, MaxTokens = "max_completion_tokens" },
        },
        new("xai", "https://api.x.ai/v1/", "XAI_API_KEY")
        {
            Dialect = new() { MaxTokens = "max_completion_tokens" },
        },
        new("together", "https://api.together.xyz/v1/", "TOGETHER_API_KEY"),
        new("fireworks", "https://api.fireworks.ai/inference/v1/", "FIREWORKS_API_KEY"),
        new("huggingface", "https://router.huggingface.co/v1/", "HF_TOKEN"),
        new("zai", "https://api.z.ai/api/paas/v4/", "ZAI_API_KEY")
        {
            Dialect = new()
            {
                GivesOneChoice = true,
                ReasoningRequest = ReasoningRequest.Thinking,
                ReasoningEcho = ReasoningEcho.OpenTurn,
                StructuredOutput = StructuredOutput.Instruction,
            },
        },
        new("crusoe", null, "CRUSOE_API_KEY"),
        new("ollama", "http://localhost:11434/v1/", null)
        {
            Dialect = new() { GivesOneChoice = true },
        },
        new("local", null, null),
        new("litellm", null, "LITELLM_API_KEY"),
        new("portkey", "https://api.portkey.ai/v1/", "PORTKEY_API_KEY")
        {
            KeyPlacement = new("x-portkey-api-key", null),
        },
        new("kong", null, "KONG_API_KEY") { KeyPlacement = new("apikey", null) },
    ];

    private static FrozenDictionary<string, KnownProvider> ByName { get; } =
        All.ToFrozenDictionary(static provider => provider.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds a provider by its name.</summary>
    /// <exception cref="ArgumentException">No provider has that name; the message lists those that exist.</exception>
    public static KnownProvider Get(string name) =>
        ByName.TryGetValue(name, out var provider)
            ? provider
            : throw new ArgumentException(
                $"There is no provider '{name}'. Known: {string.Join(", ", All.Select(static known => known.Name))}. "
                    + "Anything that speaks chat completions goes under 'local' or 'litellm' with a BaseUrl.",
                nameof(name)
            );

    private static FrozenSet<string> Set(params string[] names) =>
        names.ToFrozenSet(StringComparer.Ordinal);
}
