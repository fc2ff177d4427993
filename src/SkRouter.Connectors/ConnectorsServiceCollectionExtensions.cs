using Microsoft.Extensions.DependencyInjection;
using SkRouter.Connectors.Registration;

namespace SkRouter.Connectors;

/// <summary>Registers providers as keyed chat clients, in Semantic Kernel's style: <c>serviceId</c> is the key.</summary>
/// <remarks>
/// A key is given as it is or as <c>env:NAME</c>; without one the provider's usual environment variable is read when the client is
/// first used. What is wrong is thrown then, by name.
/// </remarks>
public static class ConnectorsServiceCollectionExtensions
{
    /// <summary>Registers a model of any provider of <see cref="KnownProviders"/> by the provider's name.</summary>
    /// <exception cref="ArgumentException">There is no such provider; the message lists those that exist.</exception>
    public static IServiceCollection AddProviderChatClient(
        this IServiceCollection services,
        string provider,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        ProviderRegistration.Add(
            services,
            KnownProviders.Get(provider),
            modelId,
            serviceId,
            options =>
            {
                options.ApiKey = apiKey;
                configure?.Invoke(options);
            }
        );
        return services;
    }

    /// <summary>
    /// Registers a model for embeddings of any provider of <see cref="KnownProviders"/> that offers them at OpenAI's <c>/embeddings</c>. Embeddings
    /// are not routed.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such provider, or it has no such embeddings.</exception>
    public static IServiceCollection AddProviderEmbeddings(
        this IServiceCollection services,
        string provider,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        ProviderRegistration.AddEmbeddings(
            services,
            KnownProviders.Get(provider),
            modelId,
            serviceId,
            options =>
            {
                options.ApiKey = apiKey;
                configure?.Invoke(options);
            }
        );
        return services;
    }

    /// <summary>Registers a model of OpenAI's chat completions (key: <c>OPENAI_API_KEY</c>).</summary>
    public static IServiceCollection AddOpenAIChatCompletionsChatClient(
        this IServiceCollection services,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => services.AddProviderChatClient("openai", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of OpenAI's Responses (key: <c>OPENAI_API_KEY</c>).</summary>
    public static IServiceCollection AddOpenAIResponsesChatClient(
        this IServiceCollection services,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => services.AddProviderChatClient("openai-responses", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of Anthropic's Claude models (key: <c>ANTHROPIC_API_KEY</c>).</summary>
    public static IServiceCollection AddAnthropicChatClient(
        this IServiceCollection services,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => services.AddProviderChatClient("anthropic", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of Google's Gemini models (key: <c>GEMINI_API_KEY</c>).</summary>
    public static IServiceCollection AddGeminiChatClient(
        this IServiceCollection services,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => services.AddProviderChatClient("google", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of DeepSeek (key: <c>DEEPSEEK_API_KEY</c>).</summary>
    public static IServiceCollection AddDeepSeekChatClient(
        this IServiceCollection services,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => services.AddProviderChatClient("deepseek", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of OpenRouter (key: <c>OPENROUTER_API_KEY</c>).</summary>
    public static IServiceCollection AddOpenRouterChatClient(
        this IServiceCollection services,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => services.AddProviderChatClient("openrouter", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of Mistral (key: <c>MISTRAL_API_KEY</c>).</summary>
    public static IServiceCollection AddMistralChatClient(
        this IServiceCollection services,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => services.AddProviderChatClient("mistral", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of Groq (key: <c>GROQ_API_KEY</c>).</summary>
    public static IServiceCollection AddGroqChatClient(
        this IServiceCollection services,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => services.AddProviderChatClient("groq", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of Cerebras (key: <c>CEREBRAS_API_KEY</c>).</summary>
    public static IServiceCollection AddCerebrasChatClient(
        this IServiceCollection services,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => services.AddProviderChatClient("cerebras", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of xAI's Grok models (key: <c>XAI_API_KEY</c>).</summary>
    public static IServiceCollection AddXAIChatClient(
        this IServiceCollection services,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => services.AddProviderChatClient("xai", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of Together (key: <c>TOGETHER_API_KEY</c>).</summary>
    public static IServiceCollection AddTogetherChatClient(
        this IServiceCollection services,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => services.AddProviderChatClient("together", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of Fireworks (key: <c>FIREWORKS_API_KEY</c>).</summary>
    public static IServiceCollection AddFireworksChatClient(
        this IServiceCollection services,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => services.AddProviderChatClient("fireworks", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of Hugging Face's router (key: <c>HF_TOKEN</c>).</summary>
    public static IServiceCollection AddHuggingFaceChatClient(
        this IServiceCollection services,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => services.AddProviderChatClient("huggingface", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of Z.ai's GLM models (key: <c>ZAI_API_KEY</c>).</summary>
    public static IServiceCollection AddZAIChatClient(
        this IServiceCollection services,
        string modelId,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) => services.AddProviderChatClient("zai", modelId, apiKey, serviceId, configure);

    /// <summary>Registers a model of Azure OpenAI's v1 endpoint; the model is the deployment's name (key: <c>AZURE_OPENAI_API_KEY</c>).</summary>
    public static IServiceCollection AddAzureOpenAIChatClient(
        this IServiceCollection services,
        string modelId,
        Uri baseUrl,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) =>
        services.AddProviderChatClient(
            "azure",
            modelId,
            apiKey,
            serviceId,
            ProviderRegistration.At(baseUrl, configure)
        );

    /// <summary>Registers a model of Azure OpenAI's v1 Responses; the model is the deployment's name (key: <c>AZURE_OPENAI_API_KEY</c>).</summary>
    public static IServiceCollection AddAzureOpenAIResponsesChatClient(
        this IServiceCollection services,
        string modelId,
        Uri baseUrl,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) =>
        services.AddProviderChatClient(
            "azure-responses",
            modelId,
            apiKey,
            serviceId,
            ProviderRegistration.At(baseUrl, configure)
        );

    /// <summary>Registers a model of a LiteLLM proxy (key: <c>LITELLM_API_KEY</c>).</summary>
    public static IServiceCollection AddLiteLlmChatClient(
        this IServiceCollection services,
        string modelId,
        Uri baseUrl,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) =>
        services.AddProviderChatClient(
            "litellm",
            modelId,
            apiKey,
            serviceId,
            ProviderRegistration.At(baseUrl, configure)
        );

    /// <summary>Registers a model of Kong's AI gateway (key: <c>KONG_API_KEY</c>).</summary>
    public static IServiceCollection AddKongChatClient(
        this IServiceCollection services,
        string modelId,
        Uri baseUrl,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) =>
        services.AddProviderChatClient(
            "kong",
            modelId,
            apiKey,
            serviceId,
            ProviderRegistration.At(baseUrl, configure)
        );

    /// <summary>Registers a model of any server that speaks chat completions, without a key unless one is given.</summary>
    public static IServiceCollection AddOpenAICompatibleChatClient(
        this IServiceCollection services,
        string modelId,
        Uri baseUrl,
        string? apiKey = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) =>
        services.AddProviderChatClient(
            "local",
            modelId,
            apiKey,
            serviceId,
            ProviderRegistration.At(baseUrl, configure)
        );

    /// <summary>Registers a model that an Ollama server holds (no key). <paramref name="baseUrl"/> ends in <c>/v1/</c>; default: this machine.</summary>
    public static IServiceCollection AddOllamaServerChatClient(
        this IServiceCollection services,
        string modelId,
        Uri? baseUrl = null,
        string? serviceId = null,
        Action<ProviderOptions>? configure = null
    ) =>
        services.AddProviderChatClient(
            "ollama",
            modelId,
            apiKey: null,
            serviceId,
            ProviderRegistration.At(baseUrl, configure)
        );
}
