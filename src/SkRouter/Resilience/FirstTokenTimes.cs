namespace SkRouter.Resilience;

/// <summary>How soon one deployment begins its answers, with and without reasoning apart: one model may do both, and one takes ten times as long.</summary>
internal sealed class FirstTokenTimes
{
    private FirstTokenWindow? _plain;
    private FirstTokenWindow? _reasoning;

    public TimeLimit? Limit(bool reasons) => (reasons ? _reasoning : _plain)?.Limit;

    public void Add(bool reasons, TimeSpan sample, TimeRules rules)
    {
        ref var window = ref reasons ? ref _reasoning : ref _plain;
        var known =
            Volatile.Read(ref window)
            ?? Interlocked.CompareExchange(ref window, new(reasons), null)
            ?? window;
        known.Add(sample, rules);
    }
}
