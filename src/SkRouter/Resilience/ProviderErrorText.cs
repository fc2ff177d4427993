using System.Text.Json;
using System.Text.RegularExpressions;

namespace SkRouter.Resilience;

/// <summary>Makes the words of providers safe to repeat, and tells the kind of failures that have no status.</summary>
internal static partial class ProviderErrorText
{
    private const int LongestMessage = 300;

    /// <summary>The kind of a failure without an HTTP status; null if the words must tell.</summary>
    public static FailureKind? KindWithoutStatus(Exception exception, ProviderErrorFacts facts)
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
            // The runtime's own exceptions are bugs of a client, whatever their words.
            _ when exception.GetType().Namespace is "System" => FailureKind.Unexpected,
            _ => null,
        };
    }

    public static string Describe(FailureKind kind, int? status, string text)
    {
        var words = Clean(text);
        var code = status is { } number
            ? FormattableString.Invariant($"HTTP {number}")
            : Plain(kind);
        return words.Length == 0 ? code : $"{code}: {words}";
    }

    /// <summary>Removes what looks like a key and control characters, and keeps the length bounded: providers echo keys in their errors.</summary>
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

    [GeneratedRegex(
        """(?<label>(\b(sk|pk|gsk|xai|skr|AIza|hf)[-_]?)|(Bearer\s+)|(api[-_ ]?key["']?\s*[:=]\s*["']?))[A-Za-z0-9_\-\.\*]{6,}""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5_000
    )]
    private static partial Regex Secret();

    [GeneratedRegex(@"[\s\p{C}]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Whitespace();
}
