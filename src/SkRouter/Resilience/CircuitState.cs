using SkRouter.DependencyInjection;

namespace SkRouter.Resilience;

/// <summary>What is known of a circuit beside Polly's own: since when it is open, whether its one probe is under way, how far traffic has come back. Not safe for several threads.</summary>
internal sealed class CircuitState(CircuitOptions options)
{
    private DateTimeOffset _openedAt;
    private DateTimeOffset _closedAt;

    public bool IsOpen { get; private set; }

    public bool IsProbing { get; private set; }

    public void Open(DateTimeOffset now)
    {
        IsOpen = true;
        IsProbing = false;
        _openedAt = now;
    }

    public void Close(DateTimeOffset now)
    {
        IsOpen = false;
        IsProbing = false;
        _closedAt = now;
    }

    public void BeginProbe() => IsProbing = true;

    public void DropProbe() => IsProbing = false;

    /// <returns>Null where the circuit has nothing to say: it is closed, and traffic is all back.</returns>
    public HealthReading? Read(DateTimeOffset now, string reason)
    {
        if (!IsOpen)
        {
            return Returning(now, reason);
        }

        var probeAt = _openedAt + options.BreakFor;
        return probeAt <= now && !IsProbing
            ? new(DeploymentState.ProbeDue, null, reason)
            : new(DeploymentState.CircuitOpen, probeAt, reason);
    }

    private HealthReading? Returning(DateTimeOffset now, string reason)
    {
        var returnedAt = _closedAt + options.ReturnOver;
        return _closedAt != default && returnedAt > now
            ? new(DeploymentState.Returning, returnedAt, reason)
            {
                Share = Math.Max(0.1, (now - _closedAt) / options.ReturnOver),
            }
            : null;
    }
}
