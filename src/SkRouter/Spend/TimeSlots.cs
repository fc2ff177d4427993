namespace SkRouter.Spend;

/// <summary>The hours or days of a time zone, across changes of the clock.</summary>
internal sealed class TimeSlots(SpendGrain grain, TimeZoneInfo zone)
{
    /// <summary>When the slot begins that a time falls into.</summary>
    public DateTimeOffset StartOf(DateTimeOffset time)
    {
        var local = TimeZoneInfo.ConvertTime(time, zone);
        if (grain is SpendGrain.Hour)
        {
            var into = local.TimeOfDay.Ticks % TimeSpan.TicksPerHour;
            return local.AddTicks(-into);
        }

        return Midnight(local.Date);
    }

    /// <summary>Whether each slot is a day by UTC.</summary>
    public bool AreUtcDays => grain is SpendGrain.Day && zone.HasSameRules(TimeZoneInfo.Utc);

    /// <summary>Whether a whole UTC hour falls into one slot.</summary>
    public bool HoldsHour(DateTimeOffset hour) =>
        StartOf(hour) == StartOf(hour.AddTicks(TimeSpan.TicksPerHour - 1));

    /// <summary>The first instant of a date; where the clock skips midnight, when it goes on, and where it shows midnight twice, the first.</summary>
    private DateTimeOffset Midnight(DateTime date)
    {
        if (zone.IsInvalidTime(date))
        {
            // The offset before the change reads the missing hour as what the clock shows after it.
            return TimeZoneInfo.ConvertTime(
                new DateTimeOffset(date, zone.GetUtcOffset(date.AddDays(-1))),
                zone
            );
        }

        var offset = zone.IsAmbiguousTime(date)
            ? zone.GetAmbiguousTimeOffsets(date).Max()
            : zone.GetUtcOffset(date);
        return new(date, offset);
    }
}
