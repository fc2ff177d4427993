using SkRouter.Resilience;

namespace SkRouter.Pipeline;

/// <summary>What the caller gets when a stream breaks after part of it was shown. Never a clean end.</summary>
internal static class BrokenStream
{
    public static Exception ErrorFor(AttemptRun run, Failure failure) =>
        failure.Kind switch
        {
            FailureKind.Cancelled => new OperationCanceledException(
                failure.Message,
                failure.Exception,
                run.Context.CancellationToken
            ),
            FailureKind.ContentFiltered => new RouterException(
                RouterErrorCode.ContentFiltered,
                $"The content filter of {run.Deployment.Key} withheld the rest of the answer.",
                run.Context.Attempts,
                failure.Exception
            )
            {
                ProviderError = failure.ProviderError,
            },
            _ => new RouterException(
                RouterErrorCode.StreamInterrupted,
                $"The answer of {run.Deployment.Key} broke off after part of it was shown: {failure.Message}. It is not complete.",
                run.Context.Attempts,
                failure.Exception
            )
            {
                ProviderError = failure.ProviderError,
            },
        };
}
