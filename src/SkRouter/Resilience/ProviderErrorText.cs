using System.Text.Json;
using System.Text.RegularExpressions;

namespace SkRouter.Resilience;

/// <summary>Reads a kind from a status and a provider's own words, and makes those words safe to repeat.</summary>
internal static partial class ProviderErrorText
{
    private const int LongestMessage = 300;

    private static readonly string[] ContextTooLong =
    [
        "context_length_exceeded",
        "prompt is too long",
        "maximum context length",
        "context window",
        "input length and `max_tokens` exceed",
        "exceeds the maximum number of tokens",
        "input token count",
    ];

    private static readonly string[] ContentFiltered =
    [
        "content_filter",
        "content_policy",
        "content management policy",
        "content filtering policy",
        "responsible_ai_policy",
        "data_inspection_failed",
        "moderation",
    ];

    private static readonly string[] Unsupported =
    [
        "unsupported_parameter",
        "unsupported_value",
        "unsupported parameter",
    ];

    private static readonly string[] UnknownModel =
    [
        "model_not_found",
        "model not found",
        "does not exist",
        "unknown model",
        "not a valid model",
    ];

    public static FailureKind KindOf(int status, string text) =>
        status switch
        {
            529 => FailureKind.Overloaded,
            429 => Says(text, "overloaded") ? FailureKind.Overloaded : FailureKind.RateLimited,
            401 or 402 or 403 => Says(text, ContentFiltered)
                ? FailureKind.ContentFiltered
                : FailureKind.KeyRejected,
            404 => FailureKind.ModelNotFound,
            408 or >= 500 => Says(text, "overloaded_error")
                ? FailureKind.Overloaded
                : FailureKind.ServerError,
            413 => FailureKind.ContextTooLong,
            >= 200 and < 300 => FailureKind.MalformedAnswer,
            _ when Says(text, ContextTooLong) => FailureKind.ContextTooLong,
            _ when Says(text, ContentFiltered) => FailureKind.ContentFiltered,
            _ when Says(text, UnknownModel) && Says(text, "model") => FailureKind.ModelNotFound,
            _ when Says(text, Unsupported) => FailureKind.UnsupportedRequest,
            _ => FailureKind.InvalidRequest,
        };

    public static FailureKind KindWithoutStatus(
        Exception exception,
        ProviderErrorFacts facts,
        string text
    )
    {
        if (facts.BrokeOff)
        {
            return FailureKind.Interrupted;
        }

        if (
            facts.NoResponse
            || exception is HttpRequestException
            || exception.GetType().Name == "AnthropicIOException"
        )
        {
            return FailureKind.Unreachable;
        }

        return exception switch
        {
            TimeoutException => FailureKind.TimedOut,
            JsonException or FormatException => FailureKind.MalformedAnswer,
            _ when Says(text, ContextTooLong) => FailureKind.ContextTooLong,
            _ when Says(text, "overloaded_error") => FailureKind.Overloaded,
            _ => FailureKind.Unexpected,
        };
    }

    public static string Describe(FailureKind kind, int? status, string text)
    {
        var words = Clean(MessageIn(text));
        var code = status is { } number
            ? FormattableString.Invariant($"HTTP {number}")
            : Plain(kind);
        return words.Length == 0 ? code : $"{code}: {words}";
    }

    /// <summary>Removes what looks like a key and keeps the length bounded: providers echo keys in their errors.</summary>
    public static string Clean(string text)
    {
        var line = Whitespace().Replace(Secret().Replace(text, "${label}***"), " ").Trim();
        return line.Length <= LongestMessage
            ? line
            : string.Concat(line.AsSpan(0, LongestMessage), "…");
    }

    private static string Plain(FailureKind kind) =>
        kind switch
        {
            FailureKind.Unreachable => "no connection",
            FailureKind.Interrupted => "the answer broke off",
            FailureKind.MalformedAnswer => "the answer could not be read",
            _ => "failed",
        };

    private static string MessageIn(string text)
    {
        var start = text.IndexOf('{', StringComparison.Ordinal);
        if (start < 0)
        {
            return text;
        }

        try
        {
            using var document = JsonDocument.Parse(text.AsMemory(start));
            var root = document.RootElement;
            var error =
                root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("error", out var inner)
                    ? inner
                    : root;
            return error.ValueKind switch
            {
                JsonValueKind.String => error.GetString()!,
                JsonValueKind.Object when error.TryGetProperty("message", out var message) =>
                    message.ToString(),
                _ => text,
            };
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static bool Says(string text, params ReadOnlySpan<string> phrases)
    {
        foreach (var phrase in phrases)
        {
            if (text.Contains(phrase, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(
        """(?<label>(\b(sk|pk|gsk|xai|skr|AIza|hf)[-_]?)|(Bearer\s+)|(api[-_ ]?key["']?\s*[:=]\s*["']?))[A-Za-z0-9_\-\.\*]{6,}""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex Secret();

    [GeneratedRegex(@"\s+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Whitespace();
}
