namespace SkRouter.Resilience;

/// <summary>Until when a deployment is left alone, and whether its provider asked for that itself. Not safe for several threads.</summary>
internal sealed class Cooldown
{
    /// <summary>For what only a change of configuration or an invoice paid will mend.</summary>
    private static readonly TimeSpan ForConfiguration = TimeSpan.FromMinutes(5);

    /// <summary>For a provider that says "at once" while it refuses.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>How rarely a deployment that asked to be left alone is asked nevertheless, where nobody else is left.</summary>
    private static readonly TimeSpan BetweenForced = TimeSpan.FromMinutes(1);

    private DateTimeOffset _statedUntil;
    private DateTimeOffset _leftAloneSince;

    public DateTimeOffset Until { get; private set; }

    /// <summary>For how long a deployment is left alone after a failure; null for not at all.</summary>
    /// <param name="failure">The failure. What it says itself of when to come back counts, whatever its status.</param>
    /// <param name="unstated">For a rate limit that does not say how long it lasts.</param>
    public static TimeSpan? After(Failure failure, TimeSpan unstated)
    {
        if (failure.IsOfTheRequest)
        {
            return null;
        }

        var limited = failure.Kind is FailureKind.RateLimited or FailureKind.Overloaded;
        if (failure.RetryAfter is { } stated)
        {
            return stated > TimeSpan.Zero ? stated
                : limited ? Shortest
                : null;
        }

        return limited ? unstated
            : failure.Kind is FailureKind.KeyRejected or FailureKind.ModelNotFound
                ? ForConfiguration
            : null;
    }

    public bool IsOn(DateTimeOffset now) => Until > now;

    /// <summary>The provider itself said for how long, and that is not over.</summary>
    public bool IsStated(DateTimeOffset now) => _statedUntil > now;

    /// <summary>
    /// Whether the deployment may be asked though it is cooling down, because nobody else is left. Where it said itself for how long, that is once a
    /// minute: its word may be wrong, and is to be kept otherwise.
    /// </summary>
    public bool MayForce(DateTimeOffset now)
    {
        if (!IsStated(now))
        {
            return true;
        }

        var due = now - _leftAloneSince >= BetweenForced;
        _leftAloneSince = due ? now : _leftAloneSince;
        return due;
    }

    /// <returns>False if a longer one runs already.</returns>
    public bool Extend(DateTimeOffset now, TimeSpan duration, bool stated)
    {
        var until = now + duration;
        if (stated && until > _statedUntil)
        {
            _statedUntil = until;
            _leftAloneSince = now;
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

    /// <returns>True.</returns>
    public bool Clear()
    {
        Until = default;
        _statedUntil = default;
        return true;
    }
}
