namespace SkRouter.FaultBench.Running;

/// <summary>How many requests are between the clients and the simulators, so that virtual time does not pass while they travel.</summary>
internal sealed class Wire
{
    private int _sent;
    private int _returned;
    private int _ended;

    public Func<int> Received { get; set; } = static () => 0;

    /// <summary>A request has been sent and not received, or its response is finished and the client has not seen it begin.</summary>
    public bool IsBusy =>
        Volatile.Read(ref _sent) > Received()
        || Volatile.Read(ref _ended) > Volatile.Read(ref _returned);

    public void Ended() => Interlocked.Increment(ref _ended);

    public HttpMessageHandler Over(HttpMessageHandler inner) => new CountingHandler(this, inner);

    private sealed class CountingHandler(Wire wire, HttpMessageHandler inner)
        : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            Interlocked.Increment(ref wire._sent);
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                Interlocked.Increment(ref wire._returned);
            }
        }
    }
}
