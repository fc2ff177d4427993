namespace SkRouter.Simulator.Serving;

/// <summary>All waiting of the simulator, countable so that a test knows when to move a fake clock on.</summary>
internal sealed class SimulatedClock(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private TaskCompletionSource? _changed;
    private int _waiting;

    public DateTimeOffset Now => time.GetUtcNow();

    public long Timestamp => time.GetTimestamp();

    public TimeSpan SinceStart => time.GetElapsedTime(_start);

    public TimeSpan Since(long timestamp) => time.GetElapsedTime(timestamp);

    public async Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        if (delay == TimeSpan.Zero || (delay < TimeSpan.Zero && delay != Timeout.InfiniteTimeSpan))
        {
            return;
        }

        var ended = Task.Delay(delay, time, cancellationToken);
        Count(1);
        try
        {
            await ended.ConfigureAwait(false);
        }
        finally
        {
            Count(-1);
        }
    }

    public async Task WaitForDelaysAsync(int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_waiting >= count)
                {
                    return;
                }

                _changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Count(int change)
    {
        lock (_lock)
        {
            _waiting += change;
            _changed?.TrySetResult();
            _changed = null;
        }
    }
}
