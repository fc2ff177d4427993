namespace SkRouter.Connectors;

/// <summary>How one deployment of a provider is reached.</summary>
public sealed class ProviderOptions
{
    /// <summary>
    /// The key, or <c>env:NAME</c> for the one in that environment variable. <see langword="null"/>: the provider's usual variable. A variable
    /// that the environment lacks is looked for in the app's configuration under the same name, which is where user secrets are.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>A bearer token asked for before each call, in place of a key (Azure's token credentials).</summary>
    public Func<CancellationToken, ValueTask<string>>? TokenProvider { get; set; }

    /// <summary>Where the provider is. <see langword="null"/>: its public address.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>The client to send with. <see langword="null"/>: one that shares pooled connections per host and follows no redirects.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>Headers sent with each request: an app's name, a gateway's configuration, a beta.</summary>
    public IDictionary<string, string> Headers { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Fields of the request body sent unless the request itself has them (OpenRouter's <c>provider</c>, <c>models</c>, ...).</summary>
    public IDictionary<string, object?> Parameters { get; } =
        new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Output tokens allowed when a request names no limit; only for a provider that demands one. Default: 8,192.</summary>
    public int DefaultMaxOutputTokens { get; set; } = 8_192;

    /// <summary>
    /// The most bytes that a plain answer, or one event of a stream, may have; a stream as a whole may have four times as many. Larger answers fail, so that no
    /// provider can exhaust the memory. Default: 64 MiB, which holds several generated images.
    /// </summary>
    public long MaxResponseBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>What happens to a setting that the provider does not have. Default: dropped and noted.</summary>
    public UnsupportedParameters UnsupportedParameters { get; set; }

    /// <summary>Whether long stable prefixes are marked for the prompt cache where the provider wants marks. Default: yes.</summary>
    public bool PromptCaching { get; set; } = true;

    /// <summary>How a schema for the answer is put to the model. <see langword="null"/>: the best way that the provider has.</summary>
    public StructuredOutput? StructuredOutput { get; set; }
}
