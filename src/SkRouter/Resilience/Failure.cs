namespace SkRouter.Resilience;

/// <summary>One failure, read from whatever exception it came as.</summary>
internal sealed record Failure(FailureKind Kind, string Message, Exception? Exception)
{
    public int? Status { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>For <see cref="FailureKind.UnsupportedRequest"/>: another model of the same provider may take the request.</summary>
    public bool ConcernsTheModelOnly { get; init; }

    /// <summary>One more try on the same deployment is worth it: it was a hiccup, and nothing says that it lasts.</summary>
    public bool IsTransient => Kind is FailureKind.ServerError or FailureKind.Unreachable;

    /// <summary>Another model would fail in the same way, or hide the caller's mistake.</summary>
    public bool StopsTheRoundTrip => Kind is FailureKind.InvalidRequest or FailureKind.Cancelled;

    /// <summary>It says something about the deployment's health, so its circuit counts it.</summary>
    public bool CountsAgainstTheCircuit =>
        Kind
            is FailureKind.ServerError
                or FailureKind.Unreachable
                or FailureKind.TimedOut
                or FailureKind.Stalled
                or FailureKind.Interrupted
                or FailureKind.EmptyAnswer
                or FailureKind.MalformedAnswer
                or FailureKind.Unexpected;
}
