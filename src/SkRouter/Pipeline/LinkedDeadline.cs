namespace SkRouter.Pipeline;

/// <summary>The caller's token and what is left of a deadline, in one token.</summary>
internal sealed class LinkedDeadline : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _linked;

    public LinkedDeadline(TimeSpan left, TimeProvider time, CancellationToken caller)
    {
        _timer = new(left, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, caller);
    }

    public CancellationToken Token => _linked.Token;

    public void Dispose()
    {
        _linked.Dispose();
        _timer.Dispose();
    }
}
