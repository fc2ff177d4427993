using System.Data.Common;
using System.Net;
using SkRouter.Budgets;
using SkRouter.Pipeline;
using SkRouter.Resilience;

namespace SkRouter.AspNetCore.Api;

/// <summary>Why the router could not answer, as a status and a word that clients know.</summary>
internal static class RouterFaults
{
    private const int ClientClosedRequest = 499;
    private static readonly TimeSpan UnknownWait = TimeSpan.FromSeconds(10);

    public static ApiFault Of(Exception exception, DateTimeOffset now) =>
        exception switch
        {
            ApiFaultException api => api.Fault,
            BudgetExceededException budget => new(429, ApiFaultTypes.Quota, budget.Message)
            {
                Code = "insufficient_quota",
                ShouldRetry = false,
                RetryAfter = budget.State.ResetsAt is { } at && at > now ? at - now : null,
            },
            RouterException router => Of(router),
            DbException => Ledger,
            OperationCanceledException => new(
                ClientClosedRequest,
                ApiFaultTypes.InvalidRequest,
                "The client closed the request."
            ),
            // What is not the router's own may say more than a remote caller should read.
            _ => new(500, ApiFaultTypes.Server, "An internal error; the server's log has it.")
            {
                Code = "internal_error",
            },
        };

    private static ApiFault Of(RouterException exception)
    {
        var (status, type, code) = exception.Code switch
        {
            RouterErrorCode.UnknownTarget => (404, ApiFaultTypes.NotFound, "model_not_found"),
            RouterErrorCode.NotAllowed => (403, ApiFaultTypes.Permission, "model_not_allowed"),
            RouterErrorCode.NoSuitableModel => (
                400,
                ApiFaultTypes.InvalidRequest,
                "no_suitable_model"
            ),
            RouterErrorCode.ContextTooLong => (
                400,
                ApiFaultTypes.InvalidRequest,
                "context_length_exceeded"
            ),
            RouterErrorCode.ContentFiltered => (
                400,
                ApiFaultTypes.InvalidRequest,
                "content_filter"
            ),
            RouterErrorCode.InvalidRequest => (
                400,
                ApiFaultTypes.InvalidRequest,
                "invalid_request"
            ),
            RouterErrorCode.UnsupportedSetting => (
                400,
                ApiFaultTypes.InvalidRequest,
                "unsupported_setting"
            ),
            RouterErrorCode.BudgetExceeded => (429, ApiFaultTypes.Quota, "insufficient_quota"),
            RouterErrorCode.LoopDetected => (409, ApiFaultTypes.InvalidRequest, "loop_detected"),
            RouterErrorCode.TeamLimitReached => (
                409,
                ApiFaultTypes.InvalidRequest,
                "team_limit_reached"
            ),
            RouterErrorCode.DeadlineExceeded => (504, ApiFaultTypes.Server, "deadline_exceeded"),
            RouterErrorCode.StreamInterrupted => (502, ApiFaultTypes.Server, "stream_interrupted"),
            RouterErrorCode.AllCandidatesFailed when AllWereLimited(exception) => (
                429,
                ApiFaultTypes.RateLimit,
                "rate_limit_exceeded"
            ),
            RouterErrorCode.AllCandidatesFailed => (
                503,
                ApiFaultTypes.Server,
                "all_candidates_failed"
            ),
            RouterErrorCode.Ledger => (503, ApiFaultTypes.Server, "ledger_unavailable"),
            _ => (500, ApiFaultTypes.Server, "configuration"),
        };
        return new(status, type, Message(exception))
        {
            Code =
                exception.Code is RouterErrorCode.InvalidRequest ? CodeOf(exception) ?? code : code,
            Field = exception.Code switch
            {
                RouterErrorCode.NotAllowed => "model",
                RouterErrorCode.InvalidRequest => exception.ProviderError?.Parameter,
                _ => null,
            },
            AnthropicMessage = exception.Size is { } size
                ? FormattableString.Invariant(
                    $"prompt is too long: {size.Tokens} tokens > {size.Maximum} maximum"
                )
                : null,
            IsRefusal = IsRefusal(exception),
            // Clients would ask again by the status alone, and run into the same.
            ShouldRetry = status is 409 ? false : null,
            RetryAfter = exception.RetryAfter ?? (status is 429 or 503 ? UnknownWait : null),
        };
    }

    /// <summary>Names of files and faults of the configuration are for whoever runs the server.</summary>
    private static string Message(RouterException exception) =>
        exception.Code switch
        {
            RouterErrorCode.Configuration =>
                "The server is not configured right; its log says what is wrong.",
            RouterErrorCode.Ledger => Ledger.Message,
            RouterErrorCode.ContextTooLong when exception.Size is { } size =>
                FormattableString.Invariant(
                    $"This model's maximum context length is {size.Maximum} tokens. However, your messages resulted in {size.Tokens} tokens. Please reduce the length of the messages. {exception.Message}"
                ),
            _ => exception.Message,
        };

    /// <summary>Whether a content rule ended an answer, and not the provider's HTTP status.</summary>
    public static bool IsRefusal(Exception exception) =>
        exception
            is RouterException
            {
                Code: RouterErrorCode.ContentFiltered,
                ProviderError: { Status: null, Code: not null }
            };

    /// <summary>The provider's own code, where it is one and not its status again.</summary>
    private static string? CodeOf(RouterException exception) =>
        exception.ProviderError is { Code: { } code }
        && !int.TryParse(code, System.Globalization.CultureInfo.InvariantCulture, out _)
            ? code
            : null;

    private static ApiFault Ledger { get; } =
        new(
            503,
            ApiFaultTypes.Server,
            "The server cannot record spend because its ledger cannot be used, so it does not answer. Send the request again later. The server's log and dashboard show the cause: usually a full disk, or another process that holds the file."
        )
        {
            Code = "ledger_unavailable",
            RetryAfter = UnknownWait,
        };

    private static bool AllWereLimited(RouterException exception) =>
        exception.Attempts.Count > 0
            ? exception.Attempts.All(IsLimited)
            // Nobody was asked, because all wanted to be left alone until then.
            : exception.RetryAfter is not null;

    private static bool IsLimited(Attempt attempt) =>
        attempt.FailureKind is FailureKind.RateLimited
        || attempt.Status is (int)HttpStatusCode.TooManyRequests;
}
