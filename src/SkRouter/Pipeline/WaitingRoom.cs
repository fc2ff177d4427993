using SkRouter.Catalog;
using SkRouter.Resilience;

namespace SkRouter.Pipeline;

/// <summary>
/// Deployments that a round trip may come back to when no other candidate is left: cooling down, with an open circuit, busy, or failed in a way
/// that may pass. Waits are bounded in all, and so is how often one deployment is asked again.
/// </summary>
internal sealed class WaitingRoom(
    ModelInvocationContext context,
    TimeProvider time,
    WaitingRules rules,
    Func<double> random
)
{
    private const double Jitter = 0.1;
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ShortestOutageBackoff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(50);

    private readonly List<WaitingCandidate> _waiting = [];
    private List<WaitingCandidate>? _failed;
    private List<Deployment>? _givenUp;
    private TimeSpan _waited;

    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>Those that were not asked because waiting for them would have taken too long.</summary>
    public IEnumerable<Deployment> GivenUp => _givenUp ?? [];

    /// <summary>When the first of those will be back, if that is known.</summary>
    public TimeSpan? BackIn { get; private set; }

    /// <summary>What is left of the round trip's deadline.</summary>
    public TimeSpan Left => context.Deadline - time.GetElapsedTime(context.StartTimestamp);

    /// <summary>Adds a deployment that takes no calls at the moment and was not asked.</summary>
    public void Add(Deployment deployment) => _waiting.Add(new(deployment));

    /// <summary>Adds a deployment that failed, if the failure may pass and the deployment has not failed too often in this round trip.</summary>
    public void AddFailed(Deployment deployment, Failure failure)
    {
        if (!failure.MayPass && !(rules.OutageToo && failure.IsOutage))
        {
            return;
        }

        var candidate = (_failed ??= []).Find(known => known.Deployment == deployment);
        if (candidate is null)
        {
            _failed.Add(candidate = new(deployment));
        }

        if (MayReturn(candidate, failure))
        {
            candidate.NotBefore = time.GetUtcNow() + Backoff(candidate);
            _waiting.Add(candidate);
        }
    }

    public void Remove(Predicate<Deployment> match) =>
        _waiting.RemoveAll(waiting => match(waiting.Deployment));

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
            var (candidate, wait) = Soonest(tokens);
            _waiting.Remove(candidate);
            if (wait <= TimeSpan.Zero || await TryWaitAsync(wait).ConfigureAwait(false))
            {
                if (candidate.Deployment.Health.TryEnter(forced: false, tokens, context))
                {
                    return (candidate.Deployment, false);
                }

                if (wait > TimeSpan.Zero)
                {
                    _waiting.Add(candidate);
                }
            }
            // The least bad may be better than its record.
            else if (
                tried.Count == 0
                && candidate.Deployment.Health.TryEnter(forced: true, tokens, context)
            )
            {
                return (candidate.Deployment, true);
            }
            else
            {
                GiveUp(candidate.Deployment);
            }
        }

        return (null, false);
    }

    private void GiveUp(Deployment deployment)
    {
        (_givenUp ??= []).Add(deployment);
        var backIn = deployment.Health.Read(caller: context).Until - time.GetUtcNow();
        if (backIn > TimeSpan.Zero && !(BackIn < backIn))
        {
            BackIn = backIn;
        }
    }

    /// <summary>Waits, if that fits the deadline and all waits of the round trip stay within their limit.</summary>
    private async ValueTask<bool> TryWaitAsync(TimeSpan wait)
    {
        var most = rules.OutageToo ? context.Deadline : rules.LongestTotal;
        if (wait == TimeSpan.MaxValue || _waited + wait > most || wait >= Left)
        {
            return false;
        }

        _waited += wait;
        var until = time.GetUtcNow() + wait;
        // A timer may fire a little before its time, and the deployment would still be cooling down then.
        for (var left = wait; left > TimeSpan.Zero; left = until - time.GetUtcNow())
        {
            var pause = TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
            await Task.Delay(pause, time, context.CancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private bool MayReturn(WaitingCandidate candidate, Failure failure)
    {
        var options = candidate.Deployment.Options;
        if (failure.Kind is FailureKind.RateLimited or FailureKind.Overloaded)
        {
            return ++candidate.RateLimits <= options.RateLimitRetries || rules.OutageToo;
        }

        return ++candidate.Failures <= context.RoleModel.Attempts.Retries(candidate.Deployment)
            || rules.OutageToo;
    }

    /// <summary>Doubles with each failure and is spread by half in both directions, so that many callers do not come back at once.</summary>
    private TimeSpan Backoff(WaitingCandidate candidate)
    {
        var first = candidate.Deployment.Options.RetryDelay;
        if (rules.OutageToo && first < ShortestOutageBackoff)
        {
            first = ShortestOutageBackoff;
        }

        var failures = Math.Min(candidate.Failures + candidate.RateLimits, 16);
        var backoff = first * Math.Pow(2, failures - 1);
        return AttemptRun.Shorter(backoff, LongestBackoff) * (0.5 + random());
    }

    private (WaitingCandidate Candidate, TimeSpan Wait) Soonest(long tokens)
    {
        var best = _waiting[0];
        var bestWait = TimeSpan.MaxValue;
        foreach (var candidate in _waiting)
        {
            var wait = WaitFor(candidate, candidate.Deployment.Health.Read(tokens, context));
            if (wait < bestWait)
            {
                (best, bestWait) = (candidate, wait);
            }
        }

        return (best, bestWait);
    }

    private TimeSpan WaitFor(WaitingCandidate candidate, HealthReading reading)
    {
        var now = time.GetUtcNow();
        var backoff = candidate.NotBefore - now;
        var wait = reading switch
        {
            { TakesTraffic: true } => backoff,
            { State: DeploymentState.CoolingDown, Until: { } until } => Spread(until - now),
            { State: DeploymentState.CircuitOpen, Until: { } until } when rules.OutageToo => until
            > now
                ? until - now
                : ShortestOutageBackoff,
            { State: DeploymentState.Busy, Until: { } until } => until - now,
            { State: DeploymentState.Busy } => BusyPause,
            _ => TimeSpan.MaxValue,
        };
        return wait < backoff ? backoff : wait;
    }

    /// <summary>A little more than what was asked for: not all callers that wait for one deployment come back in the same moment.</summary>
    private TimeSpan Spread(TimeSpan wait) => wait * (1 + (Jitter * random()));
}
