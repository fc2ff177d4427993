using System.Globalization;
using System.Net;
using System.Text.Json;
using SkRouter.Resilience;
using SkRouter.Resilience.Refusals;

namespace SkRouter.Connectors.Wire;

/// <summary>Reads the error shapes of all providers into one exception.</summary>
internal sealed class ErrorReader(string provider, Secrets secrets, TimeProvider time)
{
    private const int LongestDetail = 1_000;

    /// <summary>As much of a refusal as is worth reading.</summary>
    private const int LongestBody = 32_768;
    private static readonly string[] RequestIdHeaders =
    [
        "x-request-id",
        "request-id",
        "apim-request-id",
        "x-litellm-call-id",
        "x-portkey-trace-id",
    ];

    public async Task<ProviderException> ReadAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        var body = await BoundedBody
            .ReadStartAsync(response.Content, LongestBody, cancellationToken)
            .ConfigureAwait(false);
        var refusal = RefusalBody.Read(body);
        return Build(
            refusal,
            body,
            response.StatusCode,
            RetryAfter(response) ?? StatedWait.In(refusal, time.GetUtcNow()),
            RequestId(response)
        );
    }

    /// <summary>An error inside a successful answer or a stream. <paramref name="error"/> is the <c>error</c> member itself or what holds it.</summary>
    public ProviderException FromAnswer(JsonElement error, bool midStream)
    {
        var body = error.GetRawText();
        var refusal = RefusalBody.Read(body);
        return Build(
            refusal,
            body,
            StatusOf(refusal.Parts) ?? StatusOf(refusal),
            StatedWait.In(refusal, time.GetUtcNow()),
            null,
            midStream
        );
    }

    /// <summary>An answer, or a part of one, that is not read to its end because it is larger than the deployment allows.</summary>
    public ProviderException TooLarge(string what, long most) =>
        Unreadable(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what} of more than {most} bytes, which is the deployment's MaxResponseBytes"
            )
        );

    public ProviderException Unreadable(string what, Exception? inner = null) =>
        new($"{provider} sent {what}.", HttpStatusCode.BadGateway, inner) { Provider = provider };

    private ProviderException Build(
        RefusalBody refusal,
        string body,
        HttpStatusCode status,
        TimeSpan? retryAfter,
        string? requestId,
        bool midStream = false
    )
    {
        var parts = refusal.Parts;
        var type = Safe(parts.Type);
        var safe = Safe(parts.Message ?? body);
        var where = midStream ? "broke off with" : "answered";
        var code = Safe(parts.Code) ?? GatewayCode(status);
        var words = string.Join(
            " ",
            new[] { type, code }
                .Where(static word => word is not null)
                .Distinct(StringComparer.Ordinal)
        );
        return new ProviderException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{provider} {where} {(int)status} {words}: {safe}"
            ),
            MeaningOf(status)
        )
        {
            Provider = provider,
            ErrorCode = code,
            ErrorType = type,
            Parameter = Safe(parts.Parameter),
            Detail = safe,
            Body = secrets.Redact(body.Length <= LongestBody ? body : body[..LongestBody]),
            RetryAfter = retryAfter,
            RequestId = Safe(requestId),
            MidStream = midStream,
        };
    }

    /// <summary>Portkey's own: its budget is spent, its guardrails refused.</summary>
    private HttpStatusCode MeaningOf(HttpStatusCode status) =>
        provider is "portkey"
            ? (int)status switch
            {
                412 => HttpStatusCode.PaymentRequired,
                446 => HttpStatusCode.BadRequest,
                _ => status,
            }
            : status;

    private string? GatewayCode(HttpStatusCode status) =>
        provider is "portkey" && (int)status == 446 ? "content_filter" : null;

    private string? Safe(string? detail)
    {
        if (detail is null)
        {
            return null;
        }
        var redacted = secrets.Redact(detail);
        return redacted.Length <= LongestDetail ? redacted : redacted[..LongestDetail] + "…";
    }

    /// <summary>An answer that fails for no reason we know is the provider's fault, unless what was asked may be the reason.</summary>
    private static HttpStatusCode StatusOf(RefusalBody refusal) =>
        RefusalReader.Default.Read((int)HttpStatusCode.OK, refusal) is RefusalMeaning.Content
            ? HttpStatusCode.BadRequest
            : HttpStatusCode.BadGateway;

    private static HttpStatusCode? StatusOf(RefusalParts error) =>
        int.TryParse(error.Code, CultureInfo.InvariantCulture, out var number)
        && number is >= 400 and < 600
            ? (HttpStatusCode)number
            : Status(error.Type) ?? Status(error.Code);

    private static HttpStatusCode? Status(string? word) =>
        word switch
        {
            "overloaded_error" => (HttpStatusCode)529,
            "rate_limit_error" or "rate_limit_exceeded" => HttpStatusCode.TooManyRequests,
            "invalid_request_error" or "invalid_prompt" => HttpStatusCode.BadRequest,
            "authentication_error" => HttpStatusCode.Unauthorized,
            "permission_error" => HttpStatusCode.Forbidden,
            "not_found_error" => HttpStatusCode.NotFound,
            "api_error" or "server_error" => HttpStatusCode.InternalServerError,
            "timeout_error" => HttpStatusCode.GatewayTimeout,
            _ => null,
        };

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        RateLimitHeaders.ParseRetryAfter(
            Header(response, "retry-after-ms") ?? Header(response, "x-ms-retry-after-ms"),
            Header(response, "retry-after"),
            time.GetUtcNow()
        );

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static string? RequestId(HttpResponseMessage response)
    {
        foreach (var name in RequestIdHeaders)
        {
            if (response.Headers.TryGetValues(name, out var values))
            {
                return values.First();
            }
        }
        return null;
    }
}
