namespace SkRouter.Resilience;

/// <summary>Until when a deployment is left alone, and whether its provider asked for that itself. Not safe for several threads.</summary>
internal sealed class Cooldown
{
    private DateTimeOffset _statedUntil;

    public DateTimeOffset Until { get; private set; }

    public bool IsOn(DateTimeOffset now) => Until > now;

    /// <summary>The provider itself said for how long, and that is not over.</summary>
    public bool IsStated(DateTimeOffset now) => _statedUntil > now;

    /// <returns>False if a longer one runs already.</returns>
    public bool Extend(DateTimeOffset until, bool stated)
    {
        if (stated && until > _statedUntil)
        {
            _statedUntil = until;
        }

        if (until <= Until)
        {
            return false;
        }

        Until = until;
        return true;
    }

    /// <summary>Ends it, except one that the provider asked for itself.</summary>
    /// <returns>False if there was none that could be ended.</returns>
    public bool TryEnd(DateTimeOffset now)
    {
        if (!IsOn(now) || IsStated(now))
        {
            return false;
        }

        Until = default;
        return true;
    }

    public void Clear()
    {
        Until = default;
        _statedUntil = default;
    }
}
