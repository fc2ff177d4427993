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

    // A ring in no particular order: what is too old is passed over.
    private readonly Call[] _calls = new Call[Kept];
    private int _next;
    private int _count;

    public void Clear() => (_next, _count) = (0, 0);

    /// <param name="now">When the call ended.</param>
    /// <param name="caller">Who made it; null where nothing is known.</param>
    public void AddSuccess(DateTimeOffset now, string? caller) =>
        Add(new(now, caller, false, false));

    /// <param name="now">When the call ended.</param>
    /// <param name="caller">Who made it; null if unknown; every unknown caller counts as another one.</param>
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
        var since = now - options.Window;
        for (var i = 0; i < _count; i++)
        {
            ref readonly var call = ref _calls[i];
            if (call.At > since && call.Caller is { } name)
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
        var since = now - options.Window;
        for (var i = 0; i < _count; i++)
        {
            ref readonly var call = ref _calls[i];
            if (call.At <= since)
            {
                continue;
            }

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

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Call(DateTimeOffset At, string? Caller, bool Failed, bool Probe);
}
