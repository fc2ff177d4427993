using System.Globalization;
using System.Net;
using System.Text.Json;

namespace SkRouter.Connectors.Wire;

/// <summary>Reads the error shapes of all providers into one exception.</summary>
internal sealed class ErrorReader(string provider, Secrets secrets, TimeProvider time)
{
    private const int LongestDetail = 1_000;
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
        var body = await response
            .Content.ReadAsStringAsync(cancellationToken)
            .ConfigureAwait(false);
        var error = Parse(body);
        return Build(
            error,
            response.StatusCode,
            Detail(error) ?? body,
            RetryAfter(response) ?? RetryInfo(error),
            RequestId(response)
        );
    }

    /// <summary>An error inside a successful answer or a stream. <paramref name="error"/> is the <c>error</c> member itself or what holds it.</summary>
    public ProviderException FromAnswer(JsonElement error, bool midStream)
    {
        var inner = error.Member("error") is { ValueKind: JsonValueKind.Object } member
            ? member
            : error;
        // An answer that fails for no reason we know is the provider's fault.
        return Build(
            inner,
            StatusOf(inner) ?? HttpStatusCode.BadGateway,
            Detail(inner),
            RetryInfo(inner),
            null,
            midStream
        );
    }

    public ProviderException Unreadable(string what, Exception? inner = null) =>
        new($"{provider} sent {what}.", HttpStatusCode.BadGateway, inner) { Provider = provider };

    private ProviderException Build(
        JsonElement? error,
        HttpStatusCode status,
        string? detail,
        TimeSpan? retryAfter,
        string? requestId,
        bool midStream = false
    )
    {
        var type = Safe(error.Text("type") ?? error.Text("status"));
        var safe = Safe(detail);
        var where = midStream ? "broke off with" : "answered";
        var code = Safe(Code(error)) ?? GatewayCode(status);
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
            Parameter = Safe(error.Text("param")),
            Detail = safe,
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

    private static string? Code(JsonElement? error) =>
        error.Member("code") is { } code
            ? code.ValueKind == JsonValueKind.String
                ? code.GetString()
                : code.GetRawText()
            : error.Text("status");

    private string? Safe(string? detail)
    {
        if (detail is null)
        {
            return null;
        }
        var redacted = secrets.Redact(detail);
        return redacted.Length <= LongestDetail ? redacted : redacted[..LongestDetail] + "…";
    }

    private static JsonElement? Parse(string body)
    {
        try
        {
            var root = JsonElement.Parse(body);
            // Google answers a stream's refusal with a list of one.
            if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
            {
                root = root[0];
            }
            return root.Member("error") is { ValueKind: JsonValueKind.Object } error ? error : root;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Detail(JsonElement? error) =>
        error.Text("message")
        ?? error.Text("error")
        ?? error.Text("detail")
        ?? (error.Member("detail") ?? error.Member("message"))?.GetRawText();

    private static HttpStatusCode? StatusOf(JsonElement error) =>
        error.Count("code") is >= 400 and < 600 and var number
            ? (HttpStatusCode)number
            : Status(error.Text("type")) ?? Status(error.Text("code"));

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

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (
            response.Headers.TryGetValues("retry-after-ms", out var values)
            && double.TryParse(
                values.First(),
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var milliseconds
            )
        )
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }
        if (response.Headers.RetryAfter is { } header)
        {
            var wait = header.Delta ?? header.Date - time.GetUtcNow();
            return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
        }
        return null;
    }

    /// <summary>Google gives the wait in the body: <c>details[].retryDelay = "17s"</c>.</summary>
    private static TimeSpan? RetryInfo(JsonElement? error)
    {
        foreach (var detail in error.Items("details"))
        {
            if (
                detail.Text("retryDelay") is { } delay
                && double.TryParse(
                    delay.TrimEnd('s'),
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out var seconds
                )
            )
            {
                return TimeSpan.FromSeconds(seconds);
            }
        }
        return null;
    }

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
