namespace SkRouter.Resilience;

/// <summary>
/// Shows the router what SDKs hide: Retry-After and rate-limit headers. It also drops malformed events from streamed
/// answers, on which an SDK would give up a stream that is otherwise fine. Put it into the <see cref="HttpClient"/> that an SDK is given:
/// <c>new HttpClient(new ProviderHttpHandler())</c>.
/// </summary>
public sealed class ProviderHttpHandler : DelegatingHandler
{
    /// <summary>Set on a request whose sender skips malformed events itself.</summary>
    internal static readonly HttpRequestOptionsKey<bool> ReadsEventsItself = new(
        "SkRouter.ReadsEventsItself"
    );

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

        if (
            !request.Options.TryGetValue(ReadsEventsItself, out _)
            && response.Content.Headers.ContentType?.MediaType == "text/event-stream"
        )
        {
            response.Content = await RepairAsync(response.Content, cancellationToken)
                .ConfigureAwait(false);
        }

        return response;
    }

    private static async Task<HttpContent> RepairAsync(
        HttpContent content,
        CancellationToken cancellationToken
    )
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var repaired = new StreamContent(new EventRepairStream(stream, ProviderSignals.Current));
        foreach (var (name, values) in content.Headers.NonValidated)
        {
            repaired.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
        }

        return repaired;
    }
}
