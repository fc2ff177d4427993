using SkRouter.Resilience;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>Decides whether a request is itself the cause of a failure, which then says nothing of the deployment.</summary>
internal static class RequestCause
{
    /// <summary>Reads the failure of a plain attempt.</summary>
    /// <param name="exception">What it threw.</param>
    /// <param name="run">The attempt.</param>
    /// <param name="attempt">The token that ends it when its time is over.</param>
    public static Failure ReadPlain(Exception exception, AttemptRun run, CancellationToken attempt)
    {
        var failure = ErrorTaxonomy.Read(exception, run.Token, run.Time);
        var late = failure.Kind is FailureKind.TimedOut && attempt.IsCancellationRequested;
        if (late)
        {
            failure = failure with
            {
                Message = run.EndsEarly
                    ? FormattableString.Invariant(
                        $"no answer within the {run.Left.TotalSeconds:0.###} s that were left of the round trip's deadline"
                    )
                    : $"no answer within {run.Total.Text}",
            };
        }

        return Mark(failure, run, outOfTime: late && run.EndsEarly);
    }

    /// <summary>Marks a failure that the request itself caused.</summary>
    /// <param name="failure">What an attempt failed with.</param>
    /// <param name="run">The attempt.</param>
    /// <param name="outOfTime">The time that was left of the round trip ended it, and not the time that an attempt is given.</param>
    public static Failure Mark(Failure failure, AttemptRun run, bool outOfTime)
    {
        var own = failure.Kind switch
        {
            FailureKind.EmptyAnswer => RequestedStops.Any(run.Request),
            FailureKind.TimedOut or FailureKind.Stalled => outOfTime,
            // A request that its client could not write was never sent.
            FailureKind.Unexpected => failure.Exception
                is ArgumentException
                    or NotSupportedException,
            _ => false,
        };
        return own ? failure with { IsCausedByTheRequest = true } : failure;
    }
}
