namespace SkRouter.Simulator.Recording;

/// <summary>What one model received; keeps the last ones and counts all.</summary>
internal sealed class RequestLog(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Queue<LoggedRequest> _kept = new();
    private TaskCompletionSource? _changed;
    private TokenUsage _usageSent;
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public TokenUsage UsageSent
    {
        get
        {
            lock (_lock)
            {
                return _usageSent;
            }
        }
    }

    public int NextNumber() => Interlocked.Increment(ref _count);

    public LoggedRequest Add(ReceivedRequest request)
    {
        var logged = new LoggedRequest(this, request);
        lock (_lock)
        {
            _kept.Enqueue(logged);
            if (_kept.Count > capacity)
            {
                _kept.Dequeue();
            }

            Signal();
        }

        return logged;
    }

    public IReadOnlyList<ReceivedRequest> Snapshot()
    {
        lock (_lock)
        {
            return [.. _kept.Select(logged => logged.Current).OrderBy(request => request.Number)];
        }
    }

    public async Task<ReceivedRequest> WaitForAsync(
        Func<ReceivedRequest, bool> predicate,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                _changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _changed.Task;
            }

            if (Snapshot().FirstOrDefault(predicate) is { } found)
            {
                return found;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public ReceivedRequest Change(
        LoggedRequest logged,
        Func<ReceivedRequest, ReceivedRequest> change
    )
    {
        lock (_lock)
        {
            var before = logged.Current;
            var after = logged.Current = change(before);
            _usageSent += (after.UsageSent ?? default) - (before.UsageSent ?? default);
            Signal();
            return after;
        }
    }

    private void Signal()
    {
        _changed?.TrySetResult();
        _changed = null;
    }
}
