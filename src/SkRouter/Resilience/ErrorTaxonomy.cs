using Polly.CircuitBreaker;
using Polly.Timeout;

namespace SkRouter.Resilience;

/// <summary>From every exception that a provider's SDK throws to a kind, a status and a Retry-After.</summary>
internal static class ErrorTaxonomy
{
    public static Failure Read(Exception exception, CancellationToken caller)
    {
        // Token equality is no test: some SDKs wrap the caller's token in their own.
        if (caller.IsCancellationRequested && exception is OperationCanceledException)
        {
            return new(FailureKind.Cancelled, "the caller cancelled", exception);
        }

        return exception switch
        {
            AttemptFailedException own => new(own.Kind, own.Message, own),
            BrokenCircuitException => new(
                FailureKind.CircuitOpen,
                "its circuit is open",
                exception
            ),
            TimeoutRejectedException late => new(
                FailureKind.TimedOut,
                FormattableString.Invariant(
                    $"no answer within {late.Timeout.TotalSeconds:0.###} s"
                ),
                exception
            ),
            OperationCanceledException => new(
                FailureKind.TimedOut,
                "the client gave up waiting",
                exception
            ),
            _ => ReadProvider(exception),
        };
    }

    private static Failure ReadProvider(Exception exception)
    {
        var facts = new ProviderErrorFacts();
        for (var current = exception; current is not null; current = Inner(current))
        {
            facts.Add(current);
        }

        var text = facts.Text ?? exception.Message;
        var kind = facts.Status is { } status
            ? ProviderErrorText.KindOf(status, text)
            : ProviderErrorText.KindWithoutStatus(exception, facts, text);
        return new(kind, ProviderErrorText.Describe(kind, facts.Status, text), exception)
        {
            Status = facts.Status,
            RetryAfter = facts.RetryAfter ?? ProviderSignals.Current?.RetryAfter,
        };
    }

    private static Exception? Inner(Exception exception) =>
        exception is AggregateException { InnerExceptions.Count: > 0 } many
            ? many.InnerExceptions[^1]
            : exception.InnerException;
}
