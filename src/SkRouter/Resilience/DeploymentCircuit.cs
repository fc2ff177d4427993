using SkRouter.DependencyInjection;

namespace SkRouter.Resilience;

/// <summary>
/// The circuit of one deployment: towards all, on shared evidence, and towards single callers for whom alone it fails. Not safe for several threads.
/// </summary>
internal sealed class DeploymentCircuit(CircuitOptions options)
{
    private readonly CircuitState _all = new(options);
    private readonly CircuitEvidence _evidence = new(options);
    private readonly CallerCircuits _callers = new(options);

    /// <summary>It is open towards all, a probe under way or not.</summary>
    public bool IsOpen => _all.IsOpen;

    public bool IsProbing => _all.IsProbing;

    /// <summary>It is open towards single callers.</summary>
    public bool FailsForSome => _callers.Any;

    /// <summary>Whether a call that a caller makes now may be a probe.</summary>
    public bool IsProbe(ICaller? caller) =>
        _all.IsOpen || (_callers.Any && caller is not null && _callers.IsProbing(caller.Name));

    /// <returns>Null where it is closed towards the caller.</returns>
    public HealthReading? ReadOpen(DateTimeOffset now, string reason, ICaller? caller) =>
        _all.IsOpen ? _all.Read(now, reason)
        : _callers.Any && caller is not null ? _callers.Read(caller.Name, now)
        : null;

    public HealthReading ReadClosed(DateTimeOffset now, string reason, ICaller? caller) =>
        _all.Read(now, reason)
        ?? (
            _callers.Any && caller is null
                ? HealthReading.Healthy with
                {
                    Reason = FormattableString.Invariant(
                        $"callers that it fails for and that are sent elsewhere: {_callers.Count}; {reason}"
                    ),
                }
                : HealthReading.Healthy
        );

    public void BeginProbe(ICaller? caller)
    {
        if (_all.IsOpen)
        {
            _all.BeginProbe();
        }
        else if (caller is not null)
        {
            _callers.BeginProbe(caller.Name);
        }
    }

    public void DropProbe(ICaller? caller)
    {
        _all.DropProbe();
        if (_callers.Any && caller is not null)
        {
            _callers.DropProbe(caller.Name);
        }
    }

    /// <returns>Whether a circuit closed.</returns>
    public bool Succeeded(DateTimeOffset now, ICaller? caller)
    {
        if (_all.IsOpen)
        {
            // What began before it opened proves nothing.
            return _all.IsProbing && Close(now);
        }

        _evidence.AddSuccess(now, caller?.Known);
        return _callers.Any
            && caller is not null
            && _callers.IsProbing(caller.Name)
            && _callers.Close(caller.Name);
    }

    /// <returns>Whether a circuit opened, or stays open for longer.</returns>
    public bool Failed(DateTimeOffset now, string reason, ICaller? caller, bool probe)
    {
        if (_all.IsOpen)
        {
            if (!_all.IsProbing && !probe)
            {
                return false;
            }

            _all.Open(now);
            return true;
        }

        var name = caller?.Name;
        var verdict = _evidence.AddFailure(now, name, probe);
        if (verdict is CircuitVerdict.Everybody)
        {
            return Open(now);
        }

        if (name is not null && (verdict is CircuitVerdict.OneCaller || _callers.IsProbing(name)))
        {
            _callers.Open(name, reason, now);
            return true;
        }

        return false;
    }

    /// <summary>Opens it towards all.</summary>
    /// <returns>True.</returns>
    public bool Open(DateTimeOffset now)
    {
        _all.Open(now);
        _evidence.Clear();
        _callers.Clear();
        return true;
    }

    /// <summary>Closes it towards all.</summary>
    /// <returns>True.</returns>
    public bool Close(DateTimeOffset now)
    {
        if (_all.IsOpen)
        {
            _all.Close(now);
        }

        _evidence.Clear();
        _callers.Clear();
        return true;
    }
}
