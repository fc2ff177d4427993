using System.Globalization;

namespace SkRouter.AspNetCore.Dashboard.Figures;

/// <summary>Numbers for people, the same in every culture.</summary>
internal static class Show
{
    private const string Nothing = "–";
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary>USD: cents where there are many, as many digits as tell something where there are few.</summary>
    public static string Usd(decimal? usd) =>
        usd is not { } amount ? Nothing
        : amount == 0 ? "$0"
        : Math.Abs(amount) >= 100 ? amount.ToString("$#,##0;-$#,##0", Plain)
        : Math.Abs(amount) >= 1 ? amount.ToString("$0.00;-$0.00", Plain)
        : Math.Abs(amount) >= 0.001m ? amount.ToString("$0.0000;-$0.0000", Plain)
        : Math.Abs(amount) >= 0.000001m ? amount.ToString("$0.000000;-$0.000000", Plain)
        : amount.ToString("$0.############;-$0.############", Plain);

    public static string Count(long number) =>
        number switch
        {
            >= 1_000_000_000 => (number / 1_000_000_000d).ToString("#,##0.##", Plain) + "B",
            >= 1_000_000 => (number / 1_000_000d).ToString("0.#", Plain) + "M",
            >= 100_000 => (number / 1_000d).ToString("#,##0", Plain) + "k",
            _ => number.ToString("#,##0", Plain),
        };

    public static string Share(double part, double whole) =>
        whole <= 0 ? Nothing : (100 * part / whole).ToString("0.#", Plain) + " %";

    public static string Number(double number, string format = "0.##") =>
        number.ToString(format, Plain);

    public static string Time(TimeSpan? time) =>
        time is not { } length ? Nothing
        : length < TimeSpan.FromMilliseconds(1)
            ? (length.TotalMicroseconds).ToString("0", Plain) + " µs"
        : length < TimeSpan.FromSeconds(1) ? length.TotalMilliseconds.ToString("0", Plain) + " ms"
        : length < TimeSpan.FromMinutes(2) ? length.TotalSeconds.ToString("0.0", Plain) + " s"
        : length < TimeSpan.FromHours(2) ? length.TotalMinutes.ToString("0", Plain) + " min"
        : length.TotalHours.ToString("0", Plain) + " h";

    /// <summary>For <c>datetime</c>; the viewer's browser puts it into the viewer's own zone.</summary>
    public static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", Plain);

    public static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", Plain);

    public static string Or(string? text) => string.IsNullOrEmpty(text) ? Nothing : text;
}
