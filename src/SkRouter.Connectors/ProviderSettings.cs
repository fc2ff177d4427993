namespace SkRouter.Connectors;

/// <summary>One entry of the configuration section <c>Providers</c>, named after a provider of <see cref="KnownProviders"/>.</summary>
public sealed class ProviderSettings
{
    /// <summary>The provider, if the entry's own name is not one (two accounts of one provider).</summary>
    public string? Provider { get; set; }

    /// <summary>The key, or <c>env:NAME</c>. Neither this nor <see cref="ApiKeys"/>: the provider's usual variable.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Several keys: each model is registered once per key, as <c>name/model</c>, <c>name/model#2</c>, ...</summary>
    public IList<string> ApiKeys { get; } = [];

    /// <summary>Where the provider is, if not at its public address.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>The chat models to register.</summary>
    public IList<string> Models { get; } = [];

    /// <summary>The models for embeddings to register; with several keys they use the first.</summary>
    public IList<string> EmbeddingModels { get; } = [];

    /// <summary>Headers sent with each request.</summary>
    public IDictionary<string, string> Headers { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc cref="ProviderOptions.UnsupportedParameters"/>
    public UnsupportedParameters UnsupportedParameters { get; set; }

    /// <inheritdoc cref="ProviderOptions.PromptCaching"/>
    public bool PromptCaching { get; set; } = true;

    /// <inheritdoc cref="ProviderOptions.DefaultMaxOutputTokens"/>
    public int? DefaultMaxOutputTokens { get; set; }

    /// <inheritdoc cref="ProviderOptions.MaxResponseBytes"/>
    public long? MaxResponseBytes { get; set; }

    /// <inheritdoc cref="ProviderOptions.StructuredOutput"/>
    public StructuredOutput? StructuredOutput { get; set; }
}
