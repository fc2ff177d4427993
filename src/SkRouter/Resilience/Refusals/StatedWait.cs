using System.Globalization;
using System.Text.RegularExpressions;

namespace SkRouter.Resilience.Refusals;

/// <summary>
/// The wait that a refusal names in its body: in a member (<c>retryDelay</c>, <c>estimated_time</c>, <c>resets_at</c>) or only in words
/// ("try again in 9m38s", "请在 20 秒后重试", "will reset at 2026-10-01 12:00:00").
/// </summary>
internal static partial class StatedWait
{
    private const int MatchTimeout = 1_000;

    // A hostile or broken body must not park a deployment for ever.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static TimeSpan? In(RefusalBody body, DateTimeOffset now)
    {
        foreach (var (name, value) in body.Waits)
        {
            if (Member(name, value, now) is { } wait)
            {
                return wait;
            }
        }

        var words = body.Words;
        try
        {
            return Duration(English().Match(words))
                ?? Duration(Chinese().Match(words))
                ?? Duration(Other().Match(words))
                ?? Date(words, now);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static TimeSpan? Member(string name, string value, DateTimeOffset now)
    {
        if (
            !double.TryParse(
                value,
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var number
            )
        )
        {
            return RateLimitHeaders.ParseDuration(value) ?? Until(value, TimeSpan.Zero, now);
        }

        var isMilliseconds =
            name.EndsWith("ms", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("milliseconds", StringComparison.OrdinalIgnoreCase);
        return number switch
        {
            // Moments of this century, in milliseconds and in seconds since 1970.
            > 1e11 and < 1e13 => Bounded(number / 1_000 - now.ToUnixTimeSeconds()),
            > 1e9 and < 1e10 => Bounded(number - now.ToUnixTimeSeconds()),
            _ => number < 0 ? null : Bounded(isMilliseconds ? number / 1_000 : number),
        };
    }

    private static TimeSpan? Duration(Match match)
    {
        if (!match.Success)
        {
            return null;
        }

        double seconds = 0;
        var amounts = match.Groups["amount"].Captures;
        var units = match.Groups["unit"].Captures;
        for (var i = 0; i < Math.Min(amounts.Count, units.Count); i++)
        {
            seconds +=
                double.Parse(amounts[i].ValueSpan, CultureInfo.InvariantCulture)
                * SecondsIn(units[i].Value);
        }

        return Bounded(seconds);
    }

    private static double SecondsIn(string unit) =>
        unit.ToLowerInvariant() switch
        {
            "ms" or "msec" or "millisecond" or "milliseconds" or "毫秒" => 0.001,
            ['m', ..] or ['м', ..] or "分" or "分钟" or "分鐘" or "분" => 60,
            ['h', ..] or "小时" or "小時" or "時間" or "시간" or ['ч', ..] => 3_600,
            ['d', ..] or "天" or "日" or "일" or ['д', ..] => 86_400,
            _ => 1,
        };

    private static TimeSpan? Date(string words, DateTimeOffset now)
    {
        var match = Reset().Match(words);
        // Chinese providers tell the time of their own clock.
        var zone = match.Groups["cn"].Success ? TimeSpan.FromHours(8) : TimeSpan.Zero;
        return match.Success
            ? Until(
                $"{match.Groups["date"].Value} {match.Groups["time"].Value.Replace("UTC", "Z", StringComparison.OrdinalIgnoreCase)}",
                zone,
                now
            )
            : null;
    }

    private static TimeSpan? Until(string value, TimeSpan zone, DateTimeOffset now)
    {
        if (
            !DateTimeOffset.TryParse(
                value,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var date
            )
        )
        {
            return null;
        }

        return Bounded((date - zone - now).TotalSeconds);
    }

    private static TimeSpan? Bounded(double seconds) =>
        !double.IsFinite(seconds) ? null
        : seconds <= 0 ? TimeSpan.Zero
        : seconds >= Longest.TotalSeconds ? Longest
        : TimeSpan.FromSeconds(seconds);

    [GeneratedRegex(
        """
            \b(?:again|retry|retrying|wait|reset|resets|available|refresh|refreshed|back\ off)\b [^.;\d]{0,40}? \s* (?:about|approximately|at\ least)? \s*
            (?: (?<amount>\d+(?:\.\d+)?) \s* (?<unit>milliseconds?|msec|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)(?![a-z]) (?:\s*(?:,|and)?\s*) )+
            """,
        RegexOptions.IgnoreCase
            | RegexOptions.IgnorePatternWhitespace
            | RegexOptions.ExplicitCapture
            | RegexOptions.CultureInvariant,
        MatchTimeout
    )]
    private static partial Regex English();

    [GeneratedRegex(
        """(?:重试|再试|等待|重置|恢复|后再)[^。；\d]{0,20}?(?<amount>\d+(?:\.\d+)?)\s*(?<unit>毫秒|秒|分钟|分鐘|小时|小時|天)|(?<amount>\d+(?:\.\d+)?)\s*(?<unit>毫秒|秒|分钟|分鐘|小时|小時|天)\s*(?:之后|以后|后|後)""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        MatchTimeout
    )]
    private static partial Regex Chinese();

    [GeneratedRegex(
        """(?<amount>\d+)\s*(?<unit>秒|分|時間|日)\s*後|(?<amount>\d+)\s*(?<unit>초|분|시간|일)\s*(?:후|뒤)|через\s+(?<amount>\d+)\s*(?<unit>секунд\w*|сек|минут\w*|мин|час\w*|дн\w*)""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        MatchTimeout
    )]
    private static partial Regex Other();

    [GeneratedRegex(
        """(?:(?<cn>限额|重置|恢复|刷新)|\breset|\bregain|\bavailable|\bagain|\buntil|\bretry|\brefresh)[^\d]{0,40}?(?<date>\d{4}-\d{2}-\d{2})(?:T|\s+|\s+at\s+)(?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        MatchTimeout
    )]
    private static partial Regex Reset();
}
