namespace SkRouter.Simulator.Answering;

/// <summary>An error in the shape of OpenAI's API.</summary>
internal sealed class ApiError(int status, string message, string type, string? param, string? code)
    : Exception(message)
{
    public int Status => status;
    public string Type => type;
    public string? Param => param;
    public string? Code => code;
    public int? RetryAfterSeconds { get; init; }
    public int? RetryAfterMs { get; init; }

    public static ApiError Invalid(string message, string? param, string? code = null) =>
        new(400, message, "invalid_request_error", param, code);

    public static ApiError ContextTooLong(long window, long tokens) =>
        Invalid(
            FormattableString.Invariant(
                $"This model's maximum context length is {window} tokens. However, your messages resulted in {tokens} tokens. Please reduce the length of the messages."
            ),
            "messages",
            "context_length_exceeded"
        );

    public static ApiError ModelNotFound(string model) =>
        new(
            404,
            $"The model `{model}` does not exist or you do not have access to it.",
            "invalid_request_error",
            null,
            "model_not_found"
        );

    public static ApiError OfStatus(int status) =>
        status switch
        {
            401 => new(
                401,
                "Incorrect API key provided.",
                "invalid_request_error",
                null,
                "invalid_api_key"
            ),
            402 => new(
                402,
                "Insufficient balance.",
                "insufficient_quota",
                null,
                "insufficient_quota"
            ),
            403 => new(
                403,
                "You are not allowed to use this model.",
                "invalid_request_error",
                null,
                "permission_denied"
            ),
            408 => new(408, "Request timed out.", "timeout", null, "timeout"),
            429 => new(
                429,
                "Rate limit reached for requests.",
                "requests",
                null,
                "rate_limit_exceeded"
            ),
            529 => new(529, "Overloaded.", "overloaded_error", null, "overloaded"),
            >= 500 => new(
                status,
                "The server had an error while processing your request.",
                "server_error",
                null,
                null
            ),
            _ => new(status, "Invalid request.", "invalid_request_error", null, null),
        };
}
