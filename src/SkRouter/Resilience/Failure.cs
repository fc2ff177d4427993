namespace SkRouter.Resilience;

/// <summary>One failure, read from whatever exception it came as.</summary>
internal sealed record Failure(FailureKind Kind, string Message, Exception? Exception)
{
    public int? Status { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The provider's own words and codes; null if no provider answered.</summary>
    public ProviderError? ProviderError { get; init; }

    /// <summary>For <see cref="FailureKind.UnsupportedRequest"/>: another model of the same provider may take the request.</summary>
    public bool ConcernsTheModelOnly { get; init; }

    /// <summary>It may pass by itself, so the same deployment may be asked again when no other is left. A silent one is not: that only multiplies the wait.</summary>
    public bool MayPass =>
        Kind
            is FailureKind.ServerError
                or FailureKind.Unreachable
                or FailureKind.RateLimited
                or FailureKind.Overloaded
                or FailureKind.Interrupted
                or FailureKind.EmptyAnswer;

    /// <summary>The deployment is down or may be, and may come back in minutes.</summary>
    public bool IsOutage => MayPass || CountsAgainstTheCircuit || Kind is FailureKind.CircuitOpen;

    /// <summary>It says something of the request and nothing of the deployment that refused it.</summary>
    public bool IsOfTheRequest =>
        Kind
            is FailureKind.InvalidRequest
                or FailureKind.NotSent
                or FailureKind.UnsupportedRequest
                or FailureKind.ContextTooLong
                or FailureKind.ContentFiltered
                or FailureKind.Rejected
                or FailureKind.Cancelled
                or FailureKind.OverBudget;

    /// <summary>Another model would fail in the same way, or hide the caller's mistake.</summary>
    public bool StopsTheRoundTrip =>
        Kind is FailureKind.InvalidRequest or FailureKind.NotSent or FailureKind.Cancelled;

    /// <summary>The request itself, or the time that its caller gave it, is the cause: it says nothing of the deployment, whatever its kind.</summary>
    public bool IsCausedByTheRequest { get; init; }

    /// <summary>It ended for a reason that lies outside of the deployment, so that not even a probe has proved anything.</summary>
    public bool ProvesNothing =>
        IsCausedByTheRequest || Kind is FailureKind.Cancelled or FailureKind.OverBudget;

    /// <summary>It says something about the deployment's health, so its circuit counts it.</summary>
    public bool CountsAgainstTheCircuit =>
        !IsCausedByTheRequest
        && Kind
            is FailureKind.ServerError
                or FailureKind.Unreachable
                or FailureKind.TimedOut
                or FailureKind.Stalled
                or FailureKind.Interrupted
                or FailureKind.EmptyAnswer
                or FailureKind.MalformedAnswer
                or FailureKind.Unexpected;
}
