namespace SkRouter.Pipeline;

/// <summary>Cancels one of two racing attempts, and with the caller both.</summary>
internal sealed class RaceToken : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _caller;

    public RaceToken(CancellationToken caller)
    {
        Token = _source.Token;
        _caller = caller.UnsafeRegister(
            static state => ((CancellationTokenSource)state!).Cancel(),
            _source
        );
    }

    public CancellationToken Token { get; }

    public void Lose() => _source.Cancel();

    /// <summary>
    /// Lets the caller's token go. The source is left to the collector: the other attempt may tell this one that it has lost just when
    /// it ends by itself.
    /// </summary>
    public void Dispose() => _caller.Dispose();
}
