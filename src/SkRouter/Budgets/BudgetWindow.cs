using System.Globalization;

namespace SkRouter.Budgets;

/// <summary>
/// The time over which a budget counts: a period of a calendar, a rolling time, or for ever. Spend is counted in slots: a calendar's
/// window is one, a rolling window moves on in a thousand steps, and rounds so that spend counts a little longer rather than shorter.
/// </summary>
public sealed record BudgetWindow
{
    private const int RollingSlots = 1_000;
    private const string ForeverText = "forever";
    private const string RollingText = "rolling";

    private readonly Period? _period;
    private readonly TimeZoneInfo _zone;
    private readonly TimeSpan? _length;

    private BudgetWindow(Period? period, TimeZoneInfo zone, TimeSpan? length)
    {
        _period = period;
        _zone = zone;
        _length = length;
    }

    /// <summary>Never begins anew.</summary>
    public static BudgetWindow Forever { get; } = new(null, TimeZoneInfo.Utc, null);

    /// <summary>Begins anew with every period of the calendar.</summary>
    /// <param name="period">The period.</param>
    /// <param name="zone">Where the calendar hangs; null for UTC.</param>
    public static BudgetWindow Calendar(Period period, TimeZoneInfo? zone = null) =>
        Enum.IsDefined(period)
            ? new(period, zone ?? TimeZoneInfo.Utc, null)
            : throw new ArgumentOutOfRangeException(nameof(period), period, "No such period.");

    /// <summary>Counts what was spent in the last so long.</summary>
    /// <param name="length">How long; above zero.</param>
    public static BudgetWindow Rolling(TimeSpan length) =>
        length > TimeSpan.Zero
            ? new(null, TimeZoneInfo.Utc, length)
            : throw new ArgumentOutOfRangeException(nameof(length), length, "Must be above zero.");

    /// <summary>Reads what <see cref="ToString"/> writes, e.g. <c>day Europe/Berlin</c>, <c>rolling 01:00:00</c> or <c>forever</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static BudgetWindow Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (kind, rest) = text.Split(' ', 2, StringSplitOptions.TrimEntries) switch
        {
            [var one] => (one, null),
            [var one, var two] => (one, two),
            _ => ("", null),
        };
        if (kind == ForeverText && rest is null)
        {
            return Forever;
        }

        if (
            kind == RollingText
            && TimeSpan.TryParse(rest, CultureInfo.InvariantCulture, out var length)
            && length > TimeSpan.Zero
        )
        {
            return Rolling(length);
        }

        if (
            Enum.TryParse<Period>(kind, ignoreCase: true, out var period)
            && Enum.IsDefined(period)
            && TimeZoneInfo.TryFindSystemTimeZoneById(rest ?? TimeZoneInfo.Utc.Id, out var zone)
        )
        {
            return Calendar(period, zone);
        }

        throw new FormatException(
            $"'{text}' is no window: say forever, hour, day, week or month, where wanted with a time zone such as 'day Europe/Berlin', or 'rolling 01:00:00'."
        );
    }

    /// <summary>The slot that spend of an instant is counted in, named by an instant.</summary>
    /// <param name="at">When it was reserved.</param>
    public DateTimeOffset SlotOf(DateTimeOffset at)
    {
        if (_length is not { } length)
        {
            return Start(at);
        }

        var step = Math.Max(1, length.Ticks / RollingSlots);
        var ticks = at.UtcTicks;
        return new(ticks + ((step - (ticks % step)) % step), TimeSpan.Zero);
    }

    /// <summary>Whether spend of a slot still counts.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="now">The time.</param>
    public bool Counts(DateTimeOffset slot, DateTimeOffset now) =>
        _length is null ? slot >= Start(now) : slot > Start(now);

    /// <summary>When a slot no longer counts; null for never.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="now">The time.</param>
    public DateTimeOffset? LeavesAt(DateTimeOffset slot, DateTimeOffset now) =>
        _length is { } length ? slot + length : End(now);

    /// <inheritdoc/>
    public override string ToString() =>
        _length is { } length
            ? $"{RollingText} {length.ToString("c", CultureInfo.InvariantCulture)}"
        : _period is { } period ? $"{NameOf(period)} {_zone.Id}"
        : ForeverText;

    /// <summary>Whether it counts what was spent in the last so long.</summary>
    internal bool IsRolling => _length is not null;

    /// <summary>When the window began that an instant falls into. For a rolling window: the latest instant that no longer counts.</summary>
    internal DateTimeOffset Start(DateTimeOffset now)
    {
        if (_length is { } length)
        {
            return now - DateTimeOffset.MinValue > length ? now - length : DateTimeOffset.MinValue;
        }

        return _period is { } period ? StartOf(period, now) : DateTimeOffset.MinValue;
    }

    /// <summary>When the window of an instant ends by the calendar; null if no calendar ends it.</summary>
    internal DateTimeOffset? End(DateTimeOffset now) =>
        _period switch
        {
            null => null,
            Period.Hour => StartOf(Period.Hour, now).AddHours(1),
            Period.Day => ToUtc(LocalStart(Period.Day, now).AddDays(1)),
            Period.Week => ToUtc(LocalStart(Period.Week, now).AddDays(7)),
            _ => ToUtc(LocalStart(Period.Month, now).AddMonths(1)),
        };

    private static string NameOf(Period period) =>
        period switch
        {
            Period.Hour => "hour",
            Period.Day => "day",
            Period.Week => "week",
            _ => "month",
        };

    private DateTimeOffset StartOf(Period period, DateTimeOffset now)
    {
        if (period is not Period.Hour)
        {
            return ToUtc(LocalStart(period, now));
        }

        // An hour that the clock shows twice is two hours, and one that it skips is none: they go by the zone's standard time.
        var standard = now.UtcTicks + _zone.BaseUtcOffset.Ticks;
        return new(now.UtcTicks - (standard % TimeSpan.TicksPerHour), TimeSpan.Zero);
    }

    private DateTime LocalStart(Period period, DateTimeOffset now)
    {
        var day = TimeZoneInfo.ConvertTime(now, _zone).Date;
        return period switch
        {
            Period.Day => day,
            Period.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            _ => day.AddDays(1 - day.Day),
        };
    }

    private DateTimeOffset ToUtc(DateTime local)
    {
        // Where the clock jumps over midnight the day begins at the first minute that exists.
        while (_zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        // Where it shows midnight twice, the day begins with the first.
        var offset = _zone.IsAmbiguousTime(local)
            ? _zone.GetAmbiguousTimeOffsets(local).Max()
            : _zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
