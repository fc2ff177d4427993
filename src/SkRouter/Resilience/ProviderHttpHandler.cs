namespace SkRouter.Resilience;

/// <summary>
/// Shows the router what SDKs hide: Retry-After, rate-limit headers, and errors inside of streams. It also keeps SDKs from failing: malformed events are left out of
/// streams, and text that is not valid Unicode is repaired; and it bounds what they read. Put it into the <see cref="HttpClient"/> that an SDK is given:
/// <c>new HttpClient(new ProviderHttpHandler())</c>.
/// </summary>
public sealed class ProviderHttpHandler : DelegatingHandler
{
    /// <summary>Set on a request whose sender skips malformed events itself.</summary>
    internal static readonly HttpRequestOptionsKey<bool> ReadsEventsItself = new(
        "SkRouter.ReadsEventsItself"
    );

    /// <summary>The beginning of a refusal says why; pages of gateways can be long.</summary>
    private const int RefusalBytes = 1024 * 1024;

    private readonly TimeProvider _time;

    /// <summary>Over a handler of its own, which does not follow redirects.</summary>
    public ProviderHttpHandler()
        : this(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            }
        ) { }

    /// <summary>Over a given handler.</summary>
    /// <param name="inner">Sends the requests.</param>
    /// <param name="time">For headers that name a date; null for the system's clock.</param>
    public ProviderHttpHandler(HttpMessageHandler inner, TimeProvider? time = null)
        : base(inner) => _time = time ?? TimeProvider.System;

    /// <summary>
    /// Gets or sets how many bytes one answer, or one event of a stream, may have; 64 MiB unless set. A larger one is a failure of the provider.
    /// </summary>
    public long MaxResponseBytes { get; init; } = 64 * 1024 * 1024;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (ProviderSignals.Current is { } signals)
        {
            RateLimitHeaders.Read(response.Headers, _time.GetUtcNow(), signals);
        }

        if (!request.Options.TryGetValue(ReadsEventsItself, out _))
        {
            response.Content = await RepairAsync(response, cancellationToken).ConfigureAwait(false);
        }

        return response;
    }

    internal static HttpRequestException TooLarge(string what, long most) =>
        new(
            FormattableString.Invariant(
                $"The provider sent {what} of more than {most} bytes. {nameof(ProviderHttpHandler)}.{nameof(MaxResponseBytes)} allows no more."
            )
        );

    private async Task<HttpContent> RepairAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        var content = response.Content;
        if (content.Headers.ContentEncoding.Count > 0)
        {
            // The SDK unpacks it itself, so its bytes are none that can be read here.
            return content;
        }

        var type = content.Headers.ContentType?.MediaType;
        if (!response.IsSuccessStatusCode)
        {
            var refusal = await ReadAsync(content, RefusalBytes, cancellationToken)
                .ConfigureAwait(false);
            return With(
                content,
                new ByteArrayContent(refusal[..Math.Min(refusal.Length, RefusalBytes)])
            );
        }

        if (type == "text/event-stream")
        {
            var events = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return With(
                content,
                new StreamContent(
                    new EventRepairStream(events, ProviderSignals.Current, MaxResponseBytes)
                )
            );
        }

        if (type != "application/json")
        {
            return content;
        }

        var body = await ReadAsync(content, MaxResponseBytes, cancellationToken)
            .ConfigureAwait(false);
        if (body.Length > MaxResponseBytes)
        {
            throw TooLarge("an answer", MaxResponseBytes);
        }

        JsonRepair.Apply(body);
        return With(content, new ByteArrayContent(body));
    }

    /// <summary>The body, or its beginning and a little more where it is longer than allowed.</summary>
    private static async Task<byte[]> ReadAsync(
        HttpContent content,
        long most,
        CancellationToken cancellationToken
    )
    {
        const int Piece = 16_384;
        using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var body = new MemoryStream();
        var piece = new byte[Piece];
        while (body.Length <= most)
        {
            var read = await stream.ReadAsync(piece, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            body.Write(piece, 0, read);
        }

        return body.ToArray();
    }

    private static HttpContent With(HttpContent old, HttpContent content)
    {
        foreach (var (name, values) in old.Headers.NonValidated)
        {
            // The length may be another one now.
            if (!string.Equals(name, "Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                content.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
            }
        }

        return content;
    }
}
