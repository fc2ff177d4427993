using SkRouter.Catalog;
using SkRouter.Resilience;

namespace SkRouter.Pipeline;

/// <summary>Deployments that a round trip may come back to later: cooling down, with an open circuit, busy, or failed in an outage that is waited out.</summary>
internal sealed class WaitingRoom(
    ModelInvocationContext context,
    TimeProvider time,
    WaitingRules rules
)
{
    private static readonly TimeSpan LongestOutagePause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(50);

    private readonly List<Deployment> _waiting = [];
    private TimeSpan _waited;
    private TimeSpan _outagePause = TimeSpan.FromSeconds(1);

    public IReadOnlyList<Deployment> Waiting => _waiting;

    /// <summary>What is left of the round trip's deadline.</summary>
    public TimeSpan Left =>
        context.RoleModel.Deadline - time.GetElapsedTime(context.StartTimestamp);

    public bool WaitsOutOutages => rules.OutageToo;

    public void Add(Deployment deployment) => _waiting.Add(deployment);

    public void Remove(Predicate<Deployment> match) => _waiting.RemoveAll(match);

    /// <summary>Waits for the first to come back, or, when nobody was asked at all, takes the least bad; null when waiting makes no sense.</summary>
    /// <param name="tried">Who was asked before.</param>
    /// <param name="tokens">What the call is expected to consume.</param>
    public async ValueTask<(Deployment? Deployment, bool Forced)> NextAsync(
        List<Deployment> tried,
        long tokens
    )
    {
        while (_waiting.Count > 0 && Left > TimeSpan.Zero)
        {
            var (deployment, wait) = Soonest(tried, tokens);
            _waiting.Remove(deployment);
            if (wait <= TimeSpan.Zero || await TryWaitAsync(wait).ConfigureAwait(false))
            {
                if (deployment.Health.TryEnter(forced: false, tokens))
                {
                    return (deployment, false);
                }

                if (wait > TimeSpan.Zero)
                {
                    _waiting.Add(deployment);
                }
            }
            // The least bad may be better than its record.
            else if (tried.Count == 0 && deployment.Health.TryEnter(forced: true, tokens))
            {
                return (deployment, true);
            }
        }

        return (null, false);
    }

    /// <summary>Waits, if that fits the deadline and all waits of the round trip stay within their limit.</summary>
    public async ValueTask<bool> TryWaitAsync(TimeSpan wait)
    {
        var most = rules.OutageToo ? context.RoleModel.Deadline : rules.LongestTotal;
        if (wait == TimeSpan.MaxValue || _waited + wait > most || wait >= Left)
        {
            return false;
        }

        _waited += wait;
        _outagePause = AttemptRun.Shorter(_outagePause * 2, LongestOutagePause);
        var until = time.GetUtcNow() + wait;
        // A timer may fire a little before its time, and the deployment would still be cooling down then.
        for (var left = wait; left > TimeSpan.Zero; left = until - time.GetUtcNow())
        {
            var pause = TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
            await Task.Delay(pause, time, context.CancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private (Deployment Deployment, TimeSpan Wait) Soonest(List<Deployment> tried, long tokens)
    {
        var best = _waiting[0];
        var bestWait = TimeSpan.MaxValue;
        foreach (var deployment in _waiting)
        {
            var wait = WaitFor(deployment.Health.Read(tokens), tried.Contains(deployment));
            if (wait < bestWait)
            {
                (best, bestWait) = (deployment, wait);
            }
        }

        return (best, bestWait);
    }

    private TimeSpan WaitFor(HealthReading reading, bool tried)
    {
        var now = time.GetUtcNow();
        return reading switch
        {
            { TakesTraffic: true } => rules.OutageToo && tried ? _outagePause : TimeSpan.Zero,
            { State: DeploymentState.CoolingDown, Until: { } until } => until - now,
            { State: DeploymentState.CircuitOpen, Until: { } until } when rules.OutageToo => until
            > now
                ? until - now
                : _outagePause,
            { State: DeploymentState.Busy, Until: { } until } => until - now,
            { State: DeploymentState.Busy } => BusyPause,
            _ => TimeSpan.MaxValue,
        };
    }
}
