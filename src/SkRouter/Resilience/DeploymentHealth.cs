using SkRouter.DependencyInjection;

namespace SkRouter.Resilience;

/// <summary>What is known of one deployment's health, shared by all roles: cooldown, circuit, calls under way.</summary>
internal sealed class DeploymentHealth(DeploymentOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _cooldownUntil;
    private DateTimeOffset _openedAt;
    private DateTimeOffset _closedAt;
    private string _reason = "no failure so far";
    private bool _open;
    private bool _probing;
    private volatile bool _drained;
    private volatile bool _eventful;
    private int _inFlight;

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>The state, until when it holds where that is known, and why.</summary>
    public HealthReading Read()
    {
        // The common case must cost next to nothing: a deployment that never failed and has no limit.
        if (!_eventful && options.MaxParallel is null)
        {
            return HealthReading.Healthy;
        }

        var now = time.GetUtcNow();
        lock (_gate)
        {
            return ReadAt(now);
        }
    }

    private HealthReading ReadAt(DateTimeOffset now)
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

        var returnedAt = _closedAt + options.Circuit.ReturnOver;
        return _closedAt != default && returnedAt > now
            ? new(DeploymentState.Returning, returnedAt, _reason) { Share = Share(now) }
            : HealthReading.Healthy;
    }

    private double Share(DateTimeOffset now) =>
        Math.Max(0.1, (now - _closedAt) / options.Circuit.ReturnOver);

    /// <summary>Claims a place for one call; false if the deployment takes none. A forced call takes its place whatever the state.</summary>
    public bool TryEnter(bool forced)
    {
        if (!_eventful && options.MaxParallel is null)
        {
            Interlocked.Increment(ref _inFlight);
            return true;
        }

        lock (_gate)
        {
            var state = ReadAt(time.GetUtcNow()).State;
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

            _probing |= state is DeploymentState.ProbeDue;
            _inFlight++;
            return true;
        }
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _inFlight) < 0)
        {
            throw new InvalidOperationException("A call left a deployment that it never entered.");
        }

        if (_eventful)
        {
            lock (_gate)
            {
                _probing = false;
            }
        }
    }

    public void CoolDown(TimeSpan duration, string reason)
    {
        lock (_gate)
        {
            var until = time.GetUtcNow() + duration;
            if (until > _cooldownUntil)
            {
                _cooldownUntil = until;
                Because(reason);
            }
        }
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
    }

    public void Drain(bool drained, string reason)
    {
        lock (_gate)
        {
            _drained = drained;
            if (!drained)
            {
                _cooldownUntil = default;
            }

            Because(reason);
        }
    }

    private void Because(string reason)
    {
        _eventful = true;
        _reason = reason;
    }
}
