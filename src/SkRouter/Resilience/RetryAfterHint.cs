using System.Globalization;

namespace SkRouter.Resilience;

/// <summary>How long a provider asked to be left alone, where its SDK hides the header and an HTTP handler saw it.</summary>
internal static class RetryAfterHint
{
    private static readonly AsyncLocal<Box?> Ambient = new();

    public static TimeSpan? Current => Ambient.Value?.RetryAfter;

    /// <summary>Opens a place for one attempt's hint; the handler, deeper in the same flow, fills it.</summary>
    public static Box Open() => Ambient.Value = new Box();

    public static void Note(TimeSpan? retryAfter)
    {
        if (Ambient.Value is { } box && retryAfter is not null)
        {
            box.RetryAfter = retryAfter;
        }
    }

    public static TimeSpan? Parse(string? milliseconds, string? seconds)
    {
        if (
            double.TryParse(
                milliseconds,
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var ms
            )
        )
        {
            return Bounded(ms / 1000);
        }

        return double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out var s)
            ? Bounded(s)
            : null;
    }

    /// <summary>A header may name a date instead of seconds.</summary>
    public static TimeSpan? ParseDate(string? value, DateTimeOffset now) =>
        DateTimeOffset.TryParse(
            value,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var date
        )
            ? Bounded((date - now).TotalSeconds)
            : null;

    // A hostile or broken header must not park a deployment for ever.
    private static TimeSpan? Bounded(double seconds) =>
        double.IsNaN(seconds) || seconds < 0
            ? null
            : TimeSpan.FromSeconds(Math.Min(seconds, 86_400));

    internal sealed class Box
    {
        public TimeSpan? RetryAfter { get; set; }
    }
}
