namespace SkRouter.Resilience;

/// <content>What active checks ask and tell.</content>
internal sealed partial class DeploymentHealth
{
    private DateTimeOffset _statedUntil;
    private long _enteredAt = time.GetTimestamp();

    /// <summary>It answered: the cooldown is over, except one that the provider asked for itself.</summary>
    public void EndCooldown()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_cooldownUntil <= now || _statedUntil > now)
            {
                return;
            }

            _cooldownUntil = default;
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
            if (_statedUntil > now || _probing)
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

    private void NoteUse()
    {
        if (options.ActiveCheck is not null)
        {
            Volatile.Write(ref _enteredAt, time.GetTimestamp());
        }
    }
}
