namespace SkRouter.Resilience;

/// <summary>
/// Cancels a stream that is late: for its first token, between two pieces, or in all. One timer that re-arms itself, so
/// that a piece costs one time stamp and no timer.
/// </summary>
internal sealed class StreamWatchdog : IDisposable
{
    private static readonly TimeSpan LongestFinish = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _cancel;
    private readonly CancellationTokenRegistration _callerCancels;
    private readonly TimeLimit _firstToken;
    private readonly TimeSpan _stall;
    private readonly long _startedAt;
    private readonly TimeSpan _total;
    private readonly ITimer _timer;
    private long _progressAt;
    private TimeSpan _patience;
    private volatile string? _verdict;

    public StreamWatchdog(
        TimeProvider time,
        TimeLimit firstToken,
        TimeSpan stall,
        TimeSpan total,
        CancellationToken caller
    )
    {
        _time = time;
        _firstToken = firstToken;
        _stall = stall;
        _total = total;
        _patience = firstToken.Value;
        _startedAt = _progressAt = time.GetTimestamp();
        _cancel = new();
        _callerCancels = caller.UnsafeRegister(
            static state => ((CancellationTokenSource)state!).Cancel(),
            _cancel
        );
        _timer = time.CreateTimer(
            static state => ((StreamWatchdog)state!).Look(),
            this,
            _patience < total ? _patience : total,
            Timeout.InfiniteTimeSpan
        );
    }

    public CancellationToken Token => _cancel.Token;

    public TimeSpan Elapsed => _time.GetElapsedTime(_startedAt);

    /// <summary>The first token has not come yet.</summary>
    public bool IsWaitingForFirst { get; private set; } = true;

    /// <summary>The first token did not come within its own time; false if the time for the whole answer was shorter.</summary>
    public bool FirstTokenWasLate => Elapsed >= _firstToken.Value;

    /// <summary>The time for the whole answer is over.</summary>
    public bool TotalPassed => Elapsed >= _total;

    /// <summary>Which limit was passed, in words; null while none was.</summary>
    public string? Verdict => _verdict;

    /// <summary>A piece came.</summary>
    public void Progress() => Volatile.Write(ref _progressAt, _time.GetTimestamp());

    /// <summary>The first token came: from now on the limit between two pieces holds.</summary>
    public void FirstToken()
    {
        if (IsWaitingForFirst)
        {
            IsWaitingForFirst = false;
            _patience = _stall;
            Progress();
            Arm();
        }
    }

    /// <summary>The provider said that it is done: only what counts its tokens may still come, and that comes soon or never.</summary>
    public void Finishing()
    {
        if (_patience > LongestFinish)
        {
            _patience = LongestFinish;
            Progress();
            Arm();
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _callerCancels.Dispose();
        _cancel.Dispose();
    }

    private void Look()
    {
        // Keep-alive pieces do not make a silent provider talk: until the first token only the start counts.
        var since = IsWaitingForFirst ? _startedAt : Volatile.Read(ref _progressAt);
        if (_time.GetElapsedTime(_startedAt) >= _total)
        {
            Stop(
                FormattableString.Invariant($"no whole answer within {_total.TotalSeconds:0.###} s")
            );
        }
        else if (_time.GetElapsedTime(since) >= _patience)
        {
            Stop(
                IsWaitingForFirst
                    ? $"no first token within {_firstToken.Text}"
                    : FormattableString.Invariant($"silent for {_patience.TotalSeconds:0.###} s")
            );
        }
        else
        {
            Arm();
        }
    }

    private void Arm()
    {
        var since = IsWaitingForFirst ? _startedAt : Volatile.Read(ref _progressAt);
        var patience = _patience - _time.GetElapsedTime(since);
        var total = _total - _time.GetElapsedTime(_startedAt);
        var due = patience < total ? patience : total;
        _timer.Change(
            due > TimeSpan.FromMilliseconds(1) ? due : TimeSpan.FromMilliseconds(1),
            Timeout.InfiniteTimeSpan
        );
    }

    private void Stop(string verdict)
    {
        _verdict = verdict;
        try
        {
            _cancel.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The stream ended in the same moment.
        }
    }
}
