using SkRouter.Balancing;
using SkRouter.DependencyInjection;
using SkRouter.Spend;

namespace SkRouter.Resilience;

/// <summary>What is known of one deployment's health, shared by all roles: cooldown, circuit, calls under way.</summary>
internal sealed class DeploymentHealth(DeploymentOptions options, TimeProvider time)
{
    private const string Mended = "it answered again";

    private readonly Lock _gate = new();
    private readonly DeploymentLimits _limits = new(options);
    private readonly Cooldown _cooldown = new();
    private readonly DeploymentCircuit _circuit = new(options.Circuit);
    private string _reason = "no failure so far";
    private long _enteredAt = time.GetTimestamp();
    private volatile bool _drained;
    private volatile bool _eventful;
    private int _inFlight;

    public DeploymentLatency Latency { get; } = new(time);

    /// <summary>It refused to continue an assistant's message, whatever is known of its model.</summary>
    public bool RefusesPrefixes { get; set; }

    public Misconfiguration Misconfiguration { get; } = new();

    /// <summary>How soon its streams begin, for the time that the next is given.</summary>
    public FirstTokenTimes FirstTokens { get; } = new();

    /// <summary>Tells who listens that the state changed. Called outside of the lock.</summary>
    public Action? Changed { get; set; }

    /// <summary>Share of the input that the prompt cache served lately, 0 to 1; null until an answer has told what it used.</summary>
    public double? CacheHitRate { get; private set; }

    /// <summary>The circuit is open, a probe under way or not.</summary>
    public bool IsOpen => _eventful && _circuit.IsOpen;

    /// <summary>A call that has a place may ask: the circuit is closed, or the call is its probe.</summary>
    public bool TakesAnotherTry => !_eventful || !_circuit.IsOpen || _circuit.IsProbing;

    /// <summary>A call that is under way may be a probe, of the deployment or of its caller's own circuit.</summary>
    public bool IsProbing(ICaller? caller)
    {
        if (!_eventful)
        {
            return false;
        }

        lock (_gate)
        {
            return _circuit.IsProbe(caller);
        }
    }

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>The state, until when it holds where that is known, and why.</summary>
    /// <param name="tokens">What the call is expected to consume.</param>
    /// <param name="caller">Who would call; null for the deployment's state towards all.</param>
    public HealthReading Read(long tokens = 0, ICaller? caller = null)
    {
        // The common case must cost next to nothing: a deployment that never failed and has no limit.
        if (IsUneventful)
        {
            return HealthReading.Healthy;
        }
        lock (_gate)
        {
            return ReadAt(time.GetUtcNow(), tokens, caller);
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

    private HealthReading ReadAt(DateTimeOffset now, long tokens, ICaller? caller)
    {
        if (_drained)
        {
            return new(DeploymentState.Drained, null, _reason);
        }

        if (_cooldown.IsOn(now))
        {
            return new(DeploymentState.CoolingDown, _cooldown.Until, _reason);
        }

        if (_circuit.ReadOpen(now, _reason, caller) is { } open)
        {
            return open;
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

        return _circuit.ReadClosed(now, _reason, caller);
    }

    /// <summary>Claims a place for one call; false if the deployment takes none. A forced call takes its place whatever the state.</summary>
    /// <param name="forced">Whatever the state.</param>
    /// <param name="tokens">What the call is expected to consume.</param>
    /// <param name="caller">Who calls; null for nobody in particular.</param>
    public bool TryEnter(bool forced, long tokens, ICaller? caller = null)
    {
        if (options.ActiveCheck is not null)
        {
            Volatile.Write(ref _enteredAt, time.GetTimestamp());
        }

        if (IsUneventful)
        {
            Interlocked.Increment(ref _inFlight);
            return true;
        }

        lock (_gate)
        {
            var now = time.GetUtcNow();
            var state = ReadAt(now, tokens, caller).State;
            if (
                forced
                    ? !_cooldown.MayForce(now)
                    : state
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
                _circuit.BeginProbe(caller);
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
    public void ProbeSkipped(ICaller? caller = null)
    {
        if (_eventful)
        {
            lock (_gate)
            {
                _circuit.DropProbe(caller);
            }
        }
    }

    /// <summary>A call was answered. One that was a probe closes the circuit that it probed.</summary>
    public void Succeeded(ICaller? caller)
    {
        bool closed;
        lock (_gate)
        {
            closed = _circuit.Succeeded(time.GetUtcNow(), caller);
        }

        if (closed)
        {
            Change(static _ => true, Mended);
        }
    }

    /// <summary>A call failed in a way that may say something of the deployment.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="caller">Who called; null for nobody in particular.</param>
    /// <param name="probe">It was a health check.</param>
    public void Failed(string reason, ICaller? caller, bool probe = false) =>
        Change(now => _circuit.Failed(now, reason, caller, probe), reason);

    public void Opened(string reason) => Change(_circuit.Open, reason);

    public void Closed() => Change(_circuit.Close, Mended);

    /// <summary>What an attempt taught: the provider's own word on what is left, and what was really consumed.</summary>
    public void Learn(ProviderSignals signals, long estimated, TokenUsage? usage)
    {
        if (usage is { InputTokens: > 0, Estimated: false })
        {
            var share = (double)usage.CacheReadTokens / usage.InputTokens;
            CacheHitRate = (0.9 * (CacheHitRate ?? 0)) + (0.1 * share);
        }

        var consumed = usage is null ? estimated : usage.InputTokens + usage.OutputTokens;
        if (signals is { RemainingRequests: null, RemainingTokens: null } && !_limits.Active)
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

    /// <summary>Leaves the deployment alone for as long as a failure asks for, if it does.</summary>
    public void CoolDown(Failure failure)
    {
        if (Cooldown.After(failure, options.Cooldown) is { } duration)
        {
            CoolDown(duration, failure.Message, stated: failure.RetryAfter > TimeSpan.Zero);
        }
    }

    /// <param name="duration">For how long.</param>
    /// <param name="reason">Why.</param>
    /// <param name="stated">Whether the provider itself said for how long.</param>
    public void CoolDown(TimeSpan duration, string reason, bool stated = false) =>
        Change(now => _cooldown.Extend(now, duration, stated), reason);

    public void Drain(bool drained, string reason) =>
        Change(_ => (_drained = drained) || _cooldown.Clear(), reason);

    /// <summary>It answered an active check: the cooldown is over, except one that the provider asked for itself.</summary>
    public void EndCooldown() => Change(_cooldown.TryEnd, "it answered a health check");

    private void Change(Func<DateTimeOffset, bool> change, string reason)
    {
        lock (_gate)
        {
            if (!change(time.GetUtcNow()))
            {
                return;
            }

            _reason = reason;
            _eventful = true;
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

            return ReadAt(now, tokens: 0, caller: null).State switch
            {
                DeploymentState.CoolingDown
                or DeploymentState.CircuitOpen
                or DeploymentState.ProbeDue => true,
                DeploymentState.Available => _circuit.FailsForSome
                    || InFlight == 0
                        && time.GetElapsedTime(Volatile.Read(ref _enteredAt)) >= interval,
                _ => false,
            };
        }
    }

    private bool IsUneventful => !_eventful && !_limits.Active && options.MaxParallel is null;
}
