using SkRouter.Balancing;
using SkRouter.DependencyInjection;
using SkRouter.Spend;

namespace SkRouter.Resilience;

/// <summary>What is known of one deployment's health, shared by all roles: cooldown, circuit, calls under way.</summary>
internal sealed partial class DeploymentHealth(DeploymentOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly DeploymentLimits _limits = new(options);
    private DateTimeOffset _cooldownUntil;
    private DateTimeOffset _openedAt;
    private DateTimeOffset _closedAt;
    private string _reason = "no failure so far";
    private bool _open;
    private bool _probing;
    private volatile bool _drained;
    private volatile bool _eventful;
    private int _inFlight;

    /// <summary>How soon its streams began.</summary>
    public LatencyTracker Latency { get; } = new(time);

    /// <summary>How soon its plain answers came.</summary>
    public LatencyTracker PlainLatency { get; } = new(time);

    /// <summary>A moving average in seconds, of streams if there were any; 0 while unknown.</summary>
    public double TypicalSeconds =>
        Latency.Average is > 0 and var streamed ? streamed : PlainLatency.Average;

    /// <summary>The same, faded since the last call: what a balancer goes by.</summary>
    public double ExpectedSeconds => Latency.Average > 0 ? Latency.Faded : PlainLatency.Faded;

    /// <summary>Tells who listens that the state changed. Called outside of the lock.</summary>
    public Action? Changed { get; set; }

    /// <summary>Share of the input that the prompt cache served lately, 0 to 1.</summary>
    public double CacheHitRate { get; private set; }

    /// <summary>The circuit is open, a probe under way or not.</summary>
    public bool IsOpen
    {
        get
        {
            if (!_eventful)
            {
                return false;
            }

            lock (_gate)
            {
                return _open;
            }
        }
    }

    /// <summary>A call that has a place may ask: the circuit is closed, or the call is its probe.</summary>
    public bool TakesAnotherTry
    {
        get
        {
            if (!_eventful)
            {
                return true;
            }

            lock (_gate)
            {
                return !_open || _probing;
            }
        }
    }

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>The state, until when it holds where that is known, and why.</summary>
    /// <param name="tokens">What the call is expected to consume.</param>
    public HealthReading Read(long tokens = 0)
    {
        // The common case must cost next to nothing: a deployment that never failed and has no limit.
        if (IsUneventful)
        {
            return HealthReading.Healthy;
        }

        var now = time.GetUtcNow();
        lock (_gate)
        {
            return ReadAt(now, tokens);
        }
    }

    private HealthReading ReadAt(DateTimeOffset now, long tokens)
    {
        if (_drained)
        {
            return new(DeploymentState.Drained, null, _reason);
        }

        if (_cooldownUntil > now)
        {
            return new(DeploymentState.CoolingDown, _cooldownUntil, _reason);
        }

        if (_open)
        {
            var probeAt = _openedAt + options.Circuit.BreakFor;
            return probeAt <= now && !_probing
                ? new(DeploymentState.ProbeDue, null, _reason)
                : new(DeploymentState.CircuitOpen, probeAt, _reason);
        }

        if (options.MaxParallel is { } most && _inFlight >= most)
        {
            return new(
                DeploymentState.Busy,
                null,
                FormattableString.Invariant($"{most} calls are under way")
            );
        }

        if (_limits.Active && _limits.NoHeadroom(now, tokens) is var (until, reason))
        {
            return new(DeploymentState.Busy, until, reason);
        }

        var returnedAt = _closedAt + options.Circuit.ReturnOver;
        return _closedAt != default && returnedAt > now
            ? new(DeploymentState.Returning, returnedAt, _reason) { Share = Share(now) }
            : HealthReading.Healthy;
    }

    private double Share(DateTimeOffset now) =>
        Math.Max(0.1, (now - _closedAt) / options.Circuit.ReturnOver);

    /// <summary>Claims a place for one call; false if the deployment takes none. A forced call takes its place whatever the state.</summary>
    /// <param name="forced">Whatever the state.</param>
    /// <param name="tokens">What the call is expected to consume.</param>
    public bool TryEnter(bool forced, long tokens)
    {
        NoteUse();
        if (IsUneventful)
        {
            Interlocked.Increment(ref _inFlight);
            return true;
        }

        lock (_gate)
        {
            var now = time.GetUtcNow();
            var state = ReadAt(now, tokens).State;
            if (
                !forced
                && state
                    is not (
                        DeploymentState.Available
                        or DeploymentState.Returning
                        or DeploymentState.ProbeDue
                    )
            )
            {
                return false;
            }

            // A forced call goes past the circuit and so proves nothing to it.
            _probing |= !forced && state is DeploymentState.ProbeDue;
            _inFlight++;
            _limits.Enter(now, tokens);
            return true;
        }
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _inFlight) < 0)
        {
            throw new InvalidOperationException("A call left a deployment that it never entered.");
        }
    }

    /// <summary>A call that was to be the probe never asked. Only it may say so: calls from before the circuit opened leave too.</summary>
    public void ProbeSkipped()
    {
        if (_eventful)
        {
            lock (_gate)
            {
                _probing = false;
            }
        }
    }

    /// <summary>What an attempt taught: the provider's own word on what is left, and what was really consumed.</summary>
    public void Learn(ProviderSignals signals, long estimated, TokenUsage? usage)
    {
        if (usage is { InputTokens: > 0, Estimated: false })
        {
            CacheHitRate +=
                0.1 * (((double)usage.CacheReadTokens / usage.InputTokens) - CacheHitRate);
        }

        var consumed = usage is null ? estimated : usage.InputTokens + usage.OutputTokens;
        var says = signals.RemainingRequests is not null || signals.RemainingTokens is not null;
        if (!says && !_limits.Active)
        {
            return;
        }

        lock (_gate)
        {
            var now = time.GetUtcNow();
            _limits.Correct(now, consumed - estimated);
            _limits.Learn(now, signals);
        }
    }

    /// <param name="duration">For how long.</param>
    /// <param name="reason">Why.</param>
    /// <param name="stated">The provider itself said for how long.</param>
    public void CoolDown(TimeSpan duration, string reason, bool stated = false)
    {
        lock (_gate)
        {
            var until = time.GetUtcNow() + duration;
            if (stated && until > _statedUntil)
            {
                _statedUntil = until;
            }

            if (until > _cooldownUntil)
            {
                _cooldownUntil = until;
                Because(reason);
            }
        }

        Changed?.Invoke();
    }

    public void Opened(string reason)
    {
        lock (_gate)
        {
            _open = true;
            _probing = false;
            _openedAt = time.GetUtcNow();
            Because(reason);
        }

        Changed?.Invoke();
    }

    public void Closed()
    {
        lock (_gate)
        {
            _open = false;
            _probing = false;
            _closedAt = time.GetUtcNow();
            Because("it answered again");
        }

        Changed?.Invoke();
    }

    public void Drain(bool drained, string reason)
    {
        lock (_gate)
        {
            _drained = drained;
            if (!drained)
            {
                _cooldownUntil = default;
                _statedUntil = default;
            }

            Because(reason);
        }

        Changed?.Invoke();
    }

    private bool IsUneventful => !_eventful && !_limits.Active && options.MaxParallel is null;

    private void Because(string reason)
    {
        _eventful = true;
        _reason = reason;
    }
}
