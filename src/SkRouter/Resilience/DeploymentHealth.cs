using SkRouter.Balancing;
using SkRouter.DependencyInjection;
using SkRouter.Spend;

namespace SkRouter.Resilience;

/// <summary>What is known of one deployment's health, shared by all roles: cooldown, circuit, calls under way.</summary>
internal sealed class DeploymentHealth(DeploymentOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly DeploymentLimits _limits = new(options);
    private readonly Cooldown _cooldown = new();
    private readonly CircuitState _circuit = new(options.Circuit);
    private string _reason = "no failure so far";
    private long _enteredAt = time.GetTimestamp();
    private volatile bool _drained;
    private volatile bool _eventful;
    private int _inFlight;

    public DeploymentLatency Latency { get; } = new(time);

    /// <summary>It refused to continue an assistant's message, whatever is known of its model.</summary>
    public bool RefusesPrefixes { get; set; }

    /// <summary>How soon its streams begin, for the time that the next is given.</summary>
    public FirstTokenTimes FirstTokens { get; } = new();

    /// <summary>Tells who listens that the state changed. Called outside of the lock.</summary>
    public Action? Changed { get; set; }

    /// <summary>Share of the input that the prompt cache served lately, 0 to 1.</summary>
    public double CacheHitRate { get; private set; }

    /// <summary>The circuit is open, a probe under way or not.</summary>
    public bool IsOpen => _eventful && AskCircuit(static circuit => circuit.IsOpen);

    /// <summary>A call that has a place may ask: the circuit is closed, or the call is its probe.</summary>
    public bool TakesAnotherTry =>
        !_eventful || AskCircuit(static circuit => !circuit.IsOpen || circuit.IsProbing);

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

        lock (_gate)
        {
            return ReadAt(time.GetUtcNow(), tokens);
        }
    }

    /// <summary>Whether so much of its limits on requests or tokens a minute is used.</summary>
    public bool IsShort(decimal from) => Headroom() <= 1 - from;

    /// <summary>What share of its limits is left, 0 to 1; null if none is known.</summary>
    public decimal? Headroom()
    {
        lock (_gate)
        {
            return _limits.Headroom(time.GetUtcNow());
        }
    }

    private HealthReading ReadAt(DateTimeOffset now, long tokens)
    {
        if (_drained)
        {
            return new(DeploymentState.Drained, null, _reason);
        }

        if (_cooldown.IsOn(now))
        {
            return new(DeploymentState.CoolingDown, _cooldown.Until, _reason);
        }

        if (_circuit.IsOpen)
        {
            return _circuit.Read(now, _reason)!.Value;
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

        return _circuit.Read(now, _reason) ?? HealthReading.Healthy;
    }

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
            if (!forced && state is DeploymentState.ProbeDue)
            {
                _circuit.BeginProbe();
            }

            Interlocked.Increment(ref _inFlight); // Who leaves takes no lock.
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
                _circuit.DropProbe();
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
            if (_cooldown.Extend(time.GetUtcNow() + duration, stated))
            {
                Because(reason);
            }
        }

        Changed?.Invoke();
    }

    public void Opened(string reason)
    {
        lock (_gate)
        {
            _circuit.Open(time.GetUtcNow());
            Because(reason);
        }

        Changed?.Invoke();
    }

    public void Closed()
    {
        lock (_gate)
        {
            _circuit.Close(time.GetUtcNow());
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
                _cooldown.Clear();
            }

            Because(reason);
        }

        Changed?.Invoke();
    }

    /// <summary>It answered an active check: the cooldown is over, except one that the provider asked for itself.</summary>
    public void EndCooldown()
    {
        lock (_gate)
        {
            if (!_cooldown.TryEnd(time.GetUtcNow()))
            {
                return;
            }

            Because("it answered a health check");
        }

        Changed?.Invoke();
    }

    /// <summary>Whether an active check is worth its tokens: it is down and may be asked, or nobody has asked it for the interval.</summary>
    public bool NeedsCheck(TimeSpan interval)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (_cooldown.IsStated(now) || _circuit.IsProbing)
            {
                return false;
            }

            return ReadAt(now, tokens: 0).State switch
            {
                DeploymentState.CoolingDown
                or DeploymentState.CircuitOpen
                or DeploymentState.ProbeDue => true,
                DeploymentState.Available => InFlight == 0
                    && time.GetElapsedTime(Volatile.Read(ref _enteredAt)) >= interval,
                _ => false,
            };
        }
    }

    private bool AskCircuit(Func<CircuitState, bool> question)
    {
        lock (_gate)
        {
            return question(_circuit);
        }
    }

    private void NoteUse()
    {
        if (options.ActiveCheck is not null)
        {
            Volatile.Write(ref _enteredAt, time.GetTimestamp());
        }
    }

    private bool IsUneventful => !_eventful && !_limits.Active && options.MaxParallel is null;

    private void Because(string reason)
    {
        _eventful = true;
        _reason = reason;
    }
}
