using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;

namespace SkRouter.Resilience;

/// <summary>Retry-After and the rate-limit headers of the field, in all their spellings.</summary>
internal static class RateLimitHeaders
{
    // A hostile or broken header must not park a deployment for ever.
    private const double LongestSeconds = 86_400;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    public static void Read(
        HttpResponseHeaders headers,
        DateTimeOffset now,
        ProviderSignals signals
    )
    {
        signals.RetryAfter =
            ParseRetryAfter(
                Get(headers, "retry-after-ms") ?? Get(headers, "x-ms-retry-after-ms"),
                Get(headers, "retry-after") ?? Get(headers, "x-retry-after"),
                now
            ) ?? signals.RetryAfter;
        RateLimitWindows.Read(headers, now)?.Tell(signals);
    }

    /// <summary>When a window is full again: a duration, a date, or seconds or milliseconds, of which large ones are moments since 1970.</summary>
    public static TimeSpan? ParseReset(string? value, DateTimeOffset now) =>
        ParseDuration(value) ?? ParseNumber(value, now) ?? ParseDate(value, now);

    /// <summary>A wait from the headers that name one. What is no sensible number counts as absent, so that the other header is read.</summary>
    /// <param name="milliseconds">The value of a header in milliseconds; null if there is none.</param>
    /// <param name="value">The value of <c>Retry-After</c>: seconds or an HTTP date; null if there is none.</param>
    /// <param name="now">The time that a date is relative to; null to read no dates.</param>
    /// <returns>Zero for a date that has passed.</returns>
    public static TimeSpan? ParseRetryAfter(
        string? milliseconds,
        string? value,
        DateTimeOffset? now = null
    ) =>
        Amount(milliseconds) is { } amount ? Bounded(amount / 1000)
        : now is { } moment ? ParseNumber(value, moment) ?? ParseDate(value, moment)
        : Amount(value) is { } seconds ? Bounded(seconds)
        : null;

    /// <summary>Seconds, or a moment of this century in seconds or milliseconds since 1970.</summary>
    private static TimeSpan? ParseNumber(string? value, DateTimeOffset now) =>
        Amount(value) switch
        {
            null => null,
            >= 1e12 and < 1e13 and var moment => Bounded(
                Math.Max(0, (moment - now.ToUnixTimeMilliseconds()) / 1000)
            ),
            >= 1e9 and < 1e10 and var moment => Bounded(
                Math.Max(0, moment - now.ToUnixTimeMilliseconds() / 1000.0)
            ),
            { } seconds => Bounded(seconds),
        };

    /// <summary>A header may name a date instead of a duration.</summary>
    public static TimeSpan? ParseDate(string? value, DateTimeOffset now) =>
        // Every form of a date in HTTP has a time of day; without this a bare number may pass for a day of this month.
        value?.Contains(':', StringComparison.Ordinal) == true
        && DateTimeOffset.TryParse(
            value,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var date
        )
            ? Bounded(Math.Max(0, (date - now).TotalSeconds))
            : null;

    /// <summary>The moment that a header names; null if it names none.</summary>
    public static DateTimeOffset? Date(string? value) =>
        DateTimeOffset.TryParseExact(
            value,
            "r",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var date
        )
            ? date
            : null;

    private static double? Amount(string? value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount)
        && double.IsFinite(amount)
        && amount >= 0
            ? amount
            : null;

    /// <summary>Go's way to write a duration, which OpenAI uses: <c>1m30.5s</c>, <c>250ms</c>.</summary>
    public static TimeSpan? ParseDuration(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        double seconds = 0;
        var rest = value.AsSpan().Trim();
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (
                digits <= 0
                || !double.TryParse(rest[..digits], CultureInfo.InvariantCulture, out var amount)
            )
            {
                return null;
            }

            rest = rest[digits..];
            var unit = rest.IndexOfAny(Digits);
            var name = unit < 0 ? rest : rest[..unit];
            var factor = name switch
            {
                "ms" => 0.001,
                "s" => 1,
                "m" => 60,
                "h" => 3_600,
                _ => double.NaN,
            };
            seconds += amount * factor;
            rest = rest[name.Length..];
        }

        return Bounded(seconds);
    }

    private static string? Get(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static TimeSpan? Bounded(double seconds) =>
        double.IsNaN(seconds) || seconds < 0
            ? null
            : TimeSpan.FromSeconds(Math.Min(seconds, LongestSeconds));
}
