namespace SkRouter.AspNetCore.Api;

/// <summary>
/// Gives memory back to the system after large bodies: the runtime keeps what they took until something else makes it collect, which on a quiet server is never. Once
/// they are gone, and at most once a minute, everything is collected and compacted.
/// </summary>
internal sealed class MemoryReturn : IDisposable
{
    /// <summary>Bodies in flight that took less are not worth a collection.</summary>
    public const long Worthwhile = 64L * 1024 * 1024;

    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly Action _collect;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private bool _isDue;

    public MemoryReturn(TimeProvider time)
        : this(time, Collect) { }

    /// <param name="time">When it is time.</param>
    /// <param name="collect">Gives memory back.</param>
    internal MemoryReturn(TimeProvider time, Action collect)
    {
        (_time, _collect) = (time, collect);
        _timer = time.CreateTimer(
            _ => Run(),
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>Large bodies are gone.</summary>
    public void Plan()
    {
        lock (_gate)
        {
            if (_isDue)
            {
                return;
            }

            _isDue = true;
            var now = _time.GetUtcNow();
            var wait = _next - now;
            _timer.Change(wait > Delay ? wait : Delay, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Run()
    {
        lock (_gate)
        {
            _isDue = false;
            _next = _time.GetUtcNow() + Between;
        }

        _collect();
    }

    private static void Collect() =>
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
