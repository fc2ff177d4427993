namespace SkRouter.AspNetCore;

/// <summary>How the router is served over HTTP.</summary>
public sealed class SkRouterApiOptions
{
    /// <summary>Default of <see cref="MaxRequestBytes"/>.</summary>
    public const long DefaultMaxRequestBytes = 32 * 1024 * 1024;

    /// <summary>Default of <see cref="MaxBytesInFlight"/>.</summary>
    public const long DefaultMaxBytesInFlight = 256 * 1024 * 1024;

    /// <summary>Default of <see cref="CacheBytes"/>.</summary>
    public const long DefaultCacheBytes = 256 * 1024 * 1024;

    /// <summary>
    /// Answers requests of this machine without a key, and nobody else's: what comes from elsewhere, through a proxy, for another host name or from
    /// another site's page is refused. For a developer's own machine; never behind a reverse proxy.
    /// </summary>
    public bool AllowWithoutKey { get; set; }

    /// <summary>A request's body may have this many bytes; longer ones get 413.</summary>
    public long MaxRequestBytes { get; set; } = DefaultMaxRequestBytes;

    /// <summary>
    /// The bodies of all requests that are being read or answered may have this many bytes together; what would be more gets 503 with a Retry-After before it is
    /// read. A call takes several times its body's bytes of memory while it is answered.
    /// </summary>
    public long MaxBytesInFlight { get; set; } = DefaultMaxBytesInFlight;

    /// <summary>
    /// How long running calls may go on after the app was asked to stop; those that take longer are cut, told so and booked. The host must wait longer than that
    /// (<c>HostOptions.ShutdownTimeout</c>); where it is set to less, it is raised.
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a request for embeddings may take in all. A provider that takes longer is left, and what the request may have consumed is booked as an estimate.
    /// </summary>
    public TimeSpan EmbeddingDeadline { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A client that leaves no room for more of its stream for so long is let go: the model that writes for it is stopped, and what it has written is
    /// booked.
    /// </summary>
    public TimeSpan SlowReaderTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets how long responses of <c>/v1/responses</c> are stored, unless the request says <c>store: false</c>. A stored response can be read,
    /// deleted and continued with <c>previous_response_id</c> by the key that made it. Zero stores nothing.
    /// </summary>
    public TimeSpan StoredResponseLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>All answers that are kept for <see cref="CacheFor"/> may take this many bytes of memory; the oldest go first.</summary>
    public long CacheBytes { get; set; } = DefaultCacheBytes;

    /// <summary>
    /// Roles whose answers are kept, and for how long: the same request of the same key gets the same answer again, at no cost. A key can ask
    /// for it as well. A request with <c>Cache-Control: no-store</c> is neither answered from there nor kept; with <c>no-cache</c> it gets a new
    /// answer, which is kept.
    /// </summary>
    public IDictionary<string, TimeSpan> CacheFor { get; } =
        new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
}
