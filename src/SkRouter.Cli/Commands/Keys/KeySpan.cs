using System.Globalization;

namespace SkRouter.Cli.Commands.Keys;

/// <summary>A length of time as one says it on the command line: <c>30d</c>, <c>12h</c>, <c>15m</c>.</summary>
internal static class KeySpan
{
    private const int LongestDays = 36_500;

    public static TimeSpan? Parse(string option, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (
            text.Length > 1
            && int.TryParse(
                text.AsSpan(0, text.Length - 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var count
            )
            && count > 0
            && Unit(text[^1]) is { } unit
            && count * unit.TotalDays <= LongestDays
        )
        {
            return count * unit;
        }

        throw new CommandException(
            $"{option} is '{text}', but must be a time such as 30d, 12h or 15m."
        );
    }

    private static TimeSpan? Unit(char unit) =>
        unit switch
        {
            'd' => TimeSpan.FromDays(1),
            'h' => TimeSpan.FromHours(1),
            'm' => TimeSpan.FromMinutes(1),
            _ => null,
        };
}
