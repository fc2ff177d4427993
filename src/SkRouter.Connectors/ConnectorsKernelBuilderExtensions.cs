using Microsoft.SemanticKernel;
using SkRouter.Connectors.Registration;

namespace SkRouter.Connectors;

/// <summary>Registers providers as keyed chat clients, in Semantic Kernel's style: <c>serviceId</c> is the key.</summary>
/// <remarks>
/// A key is given as it is or as <c>env:NAME</c>; without one the provider's usual environment variable is read when the client is
/// first used. What is wrong is thrown then, by name.
/// </remarks>
public static class ConnectorsKernelBuilderExtensions
{
    /// <summary>Registers a model of any provider of <see cref="KnownProviders"/> by the provider's name.</summary>
    /// <exception cref="ArgumentException">There is no such provider; the message lists those that exist.</exception>
    public static IKernelBuilder AddProviderChatClient(
        this IKernelBuilder builder,
        string provider,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddProviderChatClient(provider, modelId, apiKey, serviceId, configure);
        return builder;
    }

    /// <summary>Registers a model of OpenAI's chat completions (key: <c>OPENAI_API_KEY</c>).</summary>
    public static IKernelBuilder AddOpenAIChatCompletionsChatClient(
        this IKernelBuilder builder,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => builder.AddProviderChatClient("openai", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of OpenAI's Responses (key: <c>OPENAI_API_KEY</c>).</summary>
    public static IKernelBuilder AddOpenAIResponsesChatClient(
        this IKernelBuilder builder,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => builder.AddProviderChatClient("openai-responses", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of Anthropic's Claude models (key: <c>ANTHROPIC_API_KEY</c>).</summary>
    public static IKernelBuilder AddAnthropicChatClient(
        this IKernelBuilder builder,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => builder.AddProviderChatClient("anthropic", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of Google's Gemini models (key: <c>GEMINI_API_KEY</c>).</summary>
    public static IKernelBuilder AddGeminiChatClient(
        this IKernelBuilder builder,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => builder.AddProviderChatClient("google", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of DeepSeek (key: <c>DEEPSEEK_API_KEY</c>).</summary>
    public static IKernelBuilder AddDeepSeekChatClient(
        this IKernelBuilder builder,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => builder.AddProviderChatClient("deepseek", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of OpenRouter (key: <c>OPENROUTER_API_KEY</c>).</summary>
    public static IKernelBuilder AddOpenRouterChatClient(
        this IKernelBuilder builder,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => builder.AddProviderChatClient("openrouter", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of Mistral (key: <c>MISTRAL_API_KEY</c>).</summary>
    public static IKernelBuilder AddMistralChatClient(
        this IKernelBuilder builder,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => builder.AddProviderChatClient("mistral", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of Groq (key: <c>GROQ_API_KEY</c>).</summary>
    public static IKernelBuilder AddGroqChatClient(
        this IKernelBuilder builder,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => builder.AddProviderChatClient("groq", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of Cerebras (key: <c>CEREBRAS_API_KEY</c>).</summary>
    public static IKernelBuilder AddCerebrasChatClient(
        this IKernelBuilder builder,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => builder.AddProviderChatClient("cerebras", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of xAI's Grok models (key: <c>XAI_API_KEY</c>).</summary>
    public static IKernelBuilder AddXAIChatClient(
        this IKernelBuilder builder,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => builder.AddProviderChatClient("xai", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of Together (key: <c>TOGETHER_API_KEY</c>).</summary>
    public static IKernelBuilder AddTogetherChatClient(
        this IKernelBuilder builder,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => builder.AddProviderChatClient("together", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of Fireworks (key: <c>FIREWORKS_API_KEY</c>).</summary>
    public static IKernelBuilder AddFireworksChatClient(
        this IKernelBuilder builder,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => builder.AddProviderChatClient("fireworks", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of Hugging Face's router (key: <c>HF_TOKEN</c>).</summary>
    public static IKernelBuilder AddHuggingFaceChatClient(
        this IKernelBuilder builder,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => builder.AddProviderChatClient("huggingface", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of Z.ai's GLM models (key: <c>ZAI_API_KEY</c>).</summary>
    public static IKernelBuilder AddZAIChatClient(
        this IKernelBuilder builder,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => builder.AddProviderChatClient("zai", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of Azure OpenAI's v1 endpoint; the model is the deployment's name (key: <c>AZURE_OPENAI_API_KEY</c>).</summary>
    public static IKernelBuilder AddAzureOpenAIChatClient(
        this IKernelBuilder builder,
        string modelId,
        Uri baseUrl,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) =>
        builder.AddProviderChatClient(
            "azure",
            modelId,
            apiKey,
            serviceId,
            ProviderRegistration.At(baseUrl, configure)
        );

    /// <summary>Registers a model of Azure OpenAI's v1 Responses; the model is the deployment's name (key: <c>AZURE_OPENAI_API_KEY</c>).</summary>
    public static IKernelBuilder AddAzureOpenAIResponsesChatClient(
        this IKernelBuilder builder,
        string modelId,
        Uri baseUrl,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) =>
        builder.AddProviderChatClient(
            "azure-responses",
            modelId,
            apiKey,
            serviceId,
            ProviderRegistration.At(baseUrl, configure)
        );

    /// <summary>Registers a model of a LiteLLM proxy (key: <c>LITELLM_API_KEY</c>).</summary>
    public static IKernelBuilder AddLiteLlmChatClient(
        this IKernelBuilder builder,
        string modelId,
        Uri baseUrl,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) =>
        builder.AddProviderChatClient(
            "litellm",
            modelId,
            apiKey,
            serviceId,
            ProviderRegistration.At(baseUrl, configure)
        );

    /// <summary>Registers a model of Kong's AI gateway (key: <c>KONG_API_KEY</c>).</summary>
    public static IKernelBuilder AddKongChatClient(
        this IKernelBuilder builder,
        string modelId,
        Uri baseUrl,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) =>
        builder.AddProviderChatClient(
            "kong",
            modelId,
            apiKey,
            serviceId,
            ProviderRegistration.At(baseUrl, configure)
        );

    /// <summary>Registers a model of any server that speaks chat completions, without a key unless one is given.</summary>
    public static IKernelBuilder AddOpenAICompatibleChatClient(
        this IKernelBuilder builder,
        string modelId,
        Uri baseUrl,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) =>
        builder.AddProviderChatClient(
            "local",
            modelId,
            apiKey,
            serviceId,
            ProviderRegistration.At(baseUrl, configure)
        );

    /// <summary>Registers a model that an Ollama server holds (no key). <paramref name="baseUrl"/> ends in <c>/v1/</c>; default: this machine.</summary>
    public static IKernelBuilder AddOllamaServerChatClient(
        this IKernelBuilder builder,
        string modelId,
        Uri? baseUrl = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) =>
        builder.AddProviderChatClient(
            "ollama",
            modelId,
            apiKey: null,
            serviceId,
            ProviderRegistration.At(baseUrl, configure)
        );
}
