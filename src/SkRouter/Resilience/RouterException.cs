using System.Net;
using Microsoft.SemanticKernel;
using SkRouter.Pipeline;

namespace SkRouter.Resilience;

/// <summary>The one exception that the router throws by itself. Its message is safe to show to a remote caller.</summary>
/// <remarks>
/// It is an <see cref="HttpOperationException"/>, which callers of Semantic Kernel's connectors catch: <see cref="HttpOperationException.StatusCode"/> is the
/// status of the last attempt that had one, or the one that says the same as <see cref="Code"/>, and null where no request could have helped;
/// <see cref="HttpOperationException.ResponseContent"/> is the provider's own explanation without secrets. Clients of Microsoft.Extensions.AI throw
/// exceptions of their SDKs, which have no common base: there, catch this one.
/// </remarks>
public class RouterException : HttpOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">Why the router could not answer.</param>
    /// <param name="message">What happened, where, and what to do; without secrets and without prompts.</param>
    /// <param name="attempts">The attempts that were made.</param>
    /// <param name="innerException">The last provider's own exception.</param>
    public RouterException(
        RouterErrorCode code,
        string message,
        IReadOnlyList<Attempt>? attempts = null,
        Exception? innerException = null
    )
        : base(StatusOf(code, attempts), WordsOf(attempts), message, innerException)
    {
        Code = code;
        Attempts = attempts ?? [];
    }

    /// <summary>Why the router could not answer.</summary>
    public RouterErrorCode Code { get; }

    /// <summary>The attempts that were made, in order.</summary>
    public IReadOnlyList<Attempt> Attempts { get; }

    /// <summary>What the provider said that the router gave up on; null if no provider's words explain it.</summary>
    public ProviderError? ProviderError { get; init; }

    /// <summary>When it makes sense to ask again, where a provider said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets how long the conversation is and may be, where it is too long for every candidate.</summary>
    internal ConversationSize? Size { get; init; }

    /// <summary>A status that contradicts what the refusal says, such as 500 for a conversation that is too long, gives way to the code's.</summary>
    private static HttpStatusCode? StatusOf(RouterErrorCode code, IReadOnlyList<Attempt>? attempts)
    {
        var said = attempts?.LastOrDefault(attempt => attempt.Status is not null)?.Status;
        HttpStatusCode? meant = code switch
        {
            RouterErrorCode.ContextTooLong
            or RouterErrorCode.ContentFiltered
            or RouterErrorCode.InvalidRequest
            or RouterErrorCode.UnsupportedSetting => HttpStatusCode.BadRequest,
            RouterErrorCode.UnknownTarget => HttpStatusCode.NotFound,
            RouterErrorCode.DeadlineExceeded => HttpStatusCode.GatewayTimeout,
            RouterErrorCode.BudgetExceeded => HttpStatusCode.TooManyRequests,
            _ => null,
        };
        return meant is HttpStatusCode.BadRequest && said is >= 400 and < 500
            ? (HttpStatusCode)said
            : meant ?? (HttpStatusCode?)said;
    }

    private static string? WordsOf(IReadOnlyList<Attempt>? attempts) =>
        attempts?.LastOrDefault(attempt => attempt.Reason is not null)?.Reason;
}
