using System.Runtime.InteropServices;
using SkRouter.DependencyInjection;

namespace SkRouter.Resilience;

/// <summary>
/// How the newest calls of one deployment ended, and for whom. A deployment counts as failing when more than a share of them failed, and still did without
/// the caller who failed most; or when a probe failed too. What fails for one caller only is that caller's. Not safe for several threads.
/// </summary>
internal sealed class CircuitEvidence(CircuitOptions options)
{
    private const int Kept = 256;

    private readonly Call[] _calls = new Call[Kept];
    private int _next;
    private int _count;

    public void Clear() => (_next, _count) = (0, 0);

    /// <param name="now">When the call ended.</param>
    /// <param name="caller">Who made it; null where nothing is known.</param>
    public void AddSuccess(DateTimeOffset now, string? caller) =>
        Add(new(now, caller, false, false));

    /// <param name="now">When the call ended.</param>
    /// <param name="caller">Who made it; null for somebody of whom nothing is known, each time another.</param>
    /// <param name="probe">It was a health check and nobody's call.</param>
    public CircuitVerdict AddFailure(DateTimeOffset now, string? caller, bool probe)
    {
        Add(new(now, caller, true, probe));
        var all = Recent(now);
        if (!Fails(all.Calls, all.Failures) || all.Calls < options.MinimumCalls)
        {
            return CircuitVerdict.None;
        }

        var callers = new Dictionary<string, (int Calls, int Failures)>(StringComparer.Ordinal);
        foreach (ref readonly var call in Within(now))
        {
            if (call.Caller is { } name)
            {
                ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(callers, name, out _);
                sums = (sums.Calls + 1, sums.Failures + (call.Failed ? 1 : 0));
            }
        }

        var worst = callers.Count == 0 ? default : callers.Values.MaxBy(sums => sums.Failures);
        if (all.Probed || Fails(all.Calls - worst.Calls, all.Failures - worst.Failures))
        {
            return CircuitVerdict.Everybody;
        }

        return
            caller is not null
            && callers[caller] is var own
            && own.Calls >= options.MinimumCalls
            && Fails(own.Calls, own.Failures)
            ? CircuitVerdict.OneCaller
            : CircuitVerdict.None;
    }

    private bool Fails(int calls, int failures) =>
        failures > 0 && failures > options.FailureRatio * calls;

    private (int Calls, int Failures, bool Probed) Recent(DateTimeOffset now)
    {
        var (calls, failures, probed) = (0, 0, false);
        foreach (ref readonly var call in Within(now))
        {
            calls++;
            failures += call.Failed ? 1 : 0;
            probed |= call.Probe;
        }

        return (calls, failures, probed);
    }

    private void Add(Call call)
    {
        _calls[_next] = call;
        _next = (_next + 1) % Kept;
        _count = Math.Min(_count + 1, Kept);
    }

    /// <summary>Drops what is too old, oldest first.</summary>
    private ReadOnlySpan<Call> Within(DateTimeOffset now)
    {
        var since = now - options.Window;
        if (_count == Kept && _next > 0)
        {
            // The ring is brought into its order, so that what is recent lies in one piece.
            var ordered = new Call[Kept];
            _calls.AsSpan(_next).CopyTo(ordered);
            _calls.AsSpan(0, _next).CopyTo(ordered.AsSpan(Kept - _next));
            ordered.CopyTo(_calls, 0);
            _next = 0;
        }

        var first = 0;
        while (first < _count && _calls[first].At <= since)
        {
            first++;
        }

        return _calls.AsSpan(first, _count - first);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Call(DateTimeOffset At, string? Caller, bool Failed, bool Probe);
}
