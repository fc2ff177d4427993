using SkRouter.Spend;

namespace SkRouter.Tests.Spend;

public sealed class TimeSlotsTests
{
    [Theory]
    // Clocks that skip midnight: the day begins when they go on.
    [InlineData("America/Santiago", "2026-09-06T05:00:00Z", "2026-09-06T04:00:00Z")]
    // Half an hour is shown twice.
    [InlineData("Australia/Lord_Howe", "2026-04-04T15:10:00Z", "2026-04-04T13:00:00Z")]
    // 25 hours.
    [InlineData("Europe/Berlin", "2026-10-25T22:59:59Z", "2026-10-24T22:00:00Z")]
    // A leap day.
    [InlineData("Europe/Berlin", "2028-02-29T12:00:00Z", "2028-02-28T23:00:00Z")]
    // Midnight is shown twice: the day begins at the first.
    [InlineData("America/Havana", "2026-11-01T05:30:00Z", "2026-11-01T04:00:00Z")]
    public void StartOf_DayAcrossAChange_IsItsFirstInstant(string zone, string time, string start)
    {
        var slots = new TimeSlots(SpendGrain.Day, TimeZoneInfo.FindSystemTimeZoneById(zone));

        slots.StartOf(Parse(time)).ShouldBe(Parse(start));
    }

    [Theory]
    [InlineData("Asia/Kolkata", "2026-10-25T07:00:00Z", false)]
    [InlineData("Europe/Berlin", "2026-10-25T01:00:00Z", true)]
    [InlineData("UTC", "2026-10-25T07:00:00Z", true)]
    public void HoldsHour_ByOffset_SaysWhetherHourSumsCanBeUsed(
        string zone,
        string hour,
        bool holds
    ) =>
        new TimeSlots(SpendGrain.Hour, TimeZoneInfo.FindSystemTimeZoneById(zone))
            .HoldsHour(Parse(hour))
            .ShouldBe(holds);

    private static DateTimeOffset Parse(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
