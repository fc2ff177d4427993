using Polly.CircuitBreaker;
using Polly.Timeout;
using SkRouter.Pipeline;
using SkRouter.Protocols;
using SkRouter.Resilience.Refusals;

namespace SkRouter.Resilience;

/// <summary>From every exception that a provider's SDK throws to a kind, a status and a Retry-After.</summary>
internal static class ErrorTaxonomy
{
    /// <summary>The status that an error inside of an answer came with.</summary>
    private const int InAnswer = 200;

    /// <param name="exception">What was thrown.</param>
    /// <param name="caller">The caller's token, which tells a cancellation from a timeout.</param>
    /// <param name="time">The clock that a date in a refusal is relative to; null for the system's.</param>
    public static Failure Read(
        Exception exception,
        CancellationToken caller,
        TimeProvider? time = null
    )
    {
        // Token equality is no test: some SDKs wrap the caller's token in their own.
        if (caller.IsCancellationRequested && exception is OperationCanceledException)
        {
            return new(FailureKind.Cancelled, "the caller cancelled", exception);
        }

        return exception switch
        {
            AttemptFailedException own => new(own.Kind, own.Message, own)
            {
                ProviderError = own.Code is { } code ? new(null, null, code, null, null) : null,
            },
            // Another provider's deployment may take the request.
            UndeliverableRequestException
            or NotSentException { InnerException: UndeliverableRequestException } => new(
                FailureKind.UnsupportedRequest,
                ProviderErrorText.Clean(exception.Message),
                exception.InnerException ?? exception
            )
            {
                ProviderError = FieldOf(exception.InnerException ?? exception),
            },
            NotSentException own => new(
                FailureKind.NotSent,
                $"nothing was sent: {ProviderErrorText.Clean(own.Message)}",
                own.InnerException
            ),
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
            _ => ReadProvider(exception, time ?? TimeProvider.System),
        };
    }

    /// <summary>The kind of an error that came as words inside of an answer.</summary>
    public static FailureKind KindOfWords(string text) =>
        RefusalReader.Default.Read(InAnswer, RefusalBody.Read(text)) switch
        {
            RefusalMeaning.Unknown or RefusalMeaning.Unsupported or RefusalMeaning.Invalid =>
                FailureKind.Interrupted,
            var meaning => KindOf(meaning, status: null),
        };

    private static Failure ReadProvider(Exception exception, TimeProvider time)
    {
        var facts = new ProviderErrorFacts();
        for (var current = exception; current is not null; current = Inner(current))
        {
            facts.Add(current);
        }

        var text = facts.Text ?? exception.Message;
        return
            facts.Status is null
            && ProviderErrorText.KindWithoutStatus(exception, facts) is { } kind
            ? new(kind, ProviderErrorText.Describe(kind, null, text), exception)
            : ReadRefusal(exception, facts, text, time);
    }

    private static Failure ReadRefusal(
        Exception exception,
        ProviderErrorFacts facts,
        string text,
        TimeProvider time
    )
    {
        var body = RefusalBody.Read(facts.HasOwnWords ? "" : text);
        var meaning = RefusalReader.Default.Read(facts.Status, body);
        var kind = KindOf(meaning, facts.Status);
        var parts = body.Parts;
        return new(
            kind,
            ProviderErrorText.Describe(kind, facts.Status, parts.Message ?? text),
            exception
        )
        {
            Status = facts.Status,
            ConcernsTheModelOnly = meaning is RefusalMeaning.OutputLimit,
            RetryAfter =
                facts.RetryAfter
                ?? ProviderSignals.Current?.RetryAfter
                ?? (MayName(meaning) ? StatedWait.In(body, time.GetUtcNow()) : null)
                ?? (meaning is RefusalMeaning.Rate ? ProviderSignals.Current?.ResetIn : null),
            ProviderError = new(
                facts.Status,
                Clean(parts.Message ?? text),
                Clean(parts.Code),
                Clean(parts.Type),
                Clean(parts.Parameter)
            ),
        };
    }

    /// <summary>Whether a wait in the words of a refusal is one after which the provider takes requests again.</summary>
    private static bool MayName(RefusalMeaning meaning) =>
        meaning
            is RefusalMeaning.Rate
                or RefusalMeaning.Overloaded
                or RefusalMeaning.Server
                or RefusalMeaning.Model
                or RefusalMeaning.Credit;

    public static FailureKind KindOf(RefusalMeaning meaning, int? status) =>
        meaning switch
        {
            RefusalMeaning.Content => FailureKind.ContentFiltered,
            RefusalMeaning.Key
            or RefusalMeaning.Credit
            or RefusalMeaning.Region
            or RefusalMeaning.Organisation => FailureKind.KeyRejected,
            RefusalMeaning.Rate => FailureKind.RateLimited,
            RefusalMeaning.Overloaded => FailureKind.Overloaded,
            RefusalMeaning.TooLong => FailureKind.ContextTooLong,
            RefusalMeaning.Model => FailureKind.ModelNotFound,
            RefusalMeaning.BadOutput => FailureKind.MalformedAnswer,
            RefusalMeaning.OutputLimit or RefusalMeaning.Unsupported =>
                FailureKind.UnsupportedRequest,
            RefusalMeaning.Invalid => FailureKind.InvalidRequest,
            RefusalMeaning.Server => FailureKind.ServerError,
            _ => status is null ? FailureKind.Unexpected : FailureKind.MalformedAnswer,
        };

    private static ProviderError? FieldOf(Exception exception) =>
        exception is UndeliverableRequestException { Field: { } field }
            ? new(null, null, null, null, field)
            : null;

    private static string? Clean(string? text) =>
        text is null ? null : ProviderErrorText.Clean(text);

    private static Exception? Inner(Exception exception) =>
        exception is AggregateException { InnerExceptions.Count: > 0 } many
            ? many.InnerExceptions[^1]
            : exception.InnerException;
}
