using System.Globalization;

namespace SkRouter.Cli.Commands.Spend;

/// <summary>Reads a moment: so long ago, or a date.</summary>
internal static class SpendMoment
{
    private const double LongestAgoInDays = 36_500;

    public static DateTimeOffset? Parse(
        string option,
        string? text,
        DateTimeOffset now,
        TimeZoneInfo zone
    )
    {
        if (text is null)
        {
            return null;
        }

        if (Ago(text) is { } ago)
        {
            return now - ago;
        }

        if (
            !DateTime.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.RoundtripKind | DateTimeStyles.AllowWhiteSpaces,
                out var moment
            )
        )
        {
            throw new CommandException(
                $"{option} says '{text}', but must be so long ago, such as 12h, 7d or 2w, or a date such as 2026-11-01 or 2026-11-01T08:30."
            );
        }

        return moment.Kind is DateTimeKind.Unspecified
            ? new DateTimeOffset(moment, zone.GetUtcOffset(moment))
            : new DateTimeOffset(moment);
    }

    private static TimeSpan? Ago(string text)
    {
        var days = text.LastOrDefault() switch
        {
            'm' => 1.0 / (24 * 60),
            'h' => 1.0 / 24,
            'd' => 1,
            'w' => 7,
            _ => 0,
        };
        return
            days > 0
            && double.TryParse(
                text.AsSpan(0, text.Length - 1),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var count
            )
            && count * days <= LongestAgoInDays
            ? TimeSpan.FromDays(count * days)
            : null;
    }
}
