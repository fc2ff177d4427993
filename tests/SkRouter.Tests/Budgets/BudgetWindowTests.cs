using System.Globalization;
using SkRouter.Budgets;

namespace SkRouter.Tests.Budgets;

public sealed class BudgetWindowTests
{
    [Theory]
    [InlineData(
        Period.Day,
        "UTC",
        "2028-02-29T23:59:59Z",
        "2028-02-29T00:00:00Z",
        "2028-03-01T00:00:00Z"
    )]
    [InlineData(
        Period.Month,
        "UTC",
        "2028-02-29T12:00:00Z",
        "2028-02-01T00:00:00Z",
        "2028-03-01T00:00:00Z"
    )]
    [InlineData(
        Period.Week,
        "UTC",
        "2026-11-22T12:00:00Z",
        "2026-11-16T00:00:00Z",
        "2026-11-23T00:00:00Z"
    )]
    [InlineData(
        Period.Day,
        "Europe/Berlin",
        "2026-03-29T12:00:00Z",
        "2026-03-28T23:00:00Z",
        "2026-03-29T22:00:00Z"
    )]
    [InlineData(
        Period.Day,
        "Europe/Berlin",
        "2026-10-25T12:00:00Z",
        "2026-10-24T22:00:00Z",
        "2026-10-25T23:00:00Z"
    )]
    [InlineData(
        Period.Hour,
        "Europe/Berlin",
        "2026-10-25T00:30:00Z",
        "2026-10-25T00:00:00Z",
        "2026-10-25T01:00:00Z"
    )]
    [InlineData(
        Period.Hour,
        "Europe/Berlin",
        "2026-10-25T01:30:00Z",
        "2026-10-25T01:00:00Z",
        "2026-10-25T02:00:00Z"
    )]
    [InlineData(
        Period.Day,
        "America/Sao_Paulo",
        "2018-11-04T12:00:00Z",
        "2018-11-04T03:00:00Z",
        "2018-11-05T02:00:00Z"
    )]
    [InlineData(
        Period.Hour,
        "Asia/Kolkata",
        "2026-01-01T00:00:00Z",
        "2025-12-31T23:30:00Z",
        "2026-01-01T00:30:00Z"
    )]
    public void Calendar_AnInstant_HasTheWindowOfItsZone(
        Period period,
        string zone,
        string now,
        string start,
        string end
    )
    {
        var window = BudgetWindow.Calendar(period, TimeZoneInfo.FindSystemTimeZoneById(zone));

        window.Start(At(now)).ShouldBe(At(start));
        window.End(At(now)).ShouldBe(At(end));
    }

    [Theory]
    [InlineData("2026-11-23T10:00:00.000Z", "2026-11-23T10:00:00.000Z")]
    [InlineData("2026-11-23T10:00:00.001Z", "2026-11-23T10:00:03.600Z")]
    public void Rolling_Spend_CountsALittleLongerRatherThanShorter(string at, string slot)
    {
        var window = BudgetWindow.Rolling(TimeSpan.FromHours(1));

        window.SlotOf(At(at)).ShouldBe(At(slot));
        window
            .Counts(At(slot), At(at) + TimeSpan.FromHours(1) - TimeSpan.FromTicks(1))
            .ShouldBeTrue();
        window.Counts(At(slot), At(slot) + TimeSpan.FromHours(1)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("forever")]
    [InlineData("month UTC")]
    [InlineData("day Europe/Berlin")]
    [InlineData("rolling 1.00:00:00")]
    public void Parse_WhatToStringWrites_IsTheSameWindow(string text)
    {
        var window = BudgetWindow.Parse(text);

        window.ToString().ShouldBe(text);
        BudgetWindow.Parse(window.ToString()).ShouldBe(window);
    }

    [Theory]
    [InlineData("")]
    [InlineData("fortnight")]
    [InlineData("day Europe/Nowhere")]
    [InlineData("rolling -01:00:00")]
    [InlineData("forever UTC")]
    public void Parse_SomethingElse_SaysWhatToSay(string text) =>
        Should
            .Throw<FormatException>(() => BudgetWindow.Parse(text))
            .Message.ShouldContain("rolling 01:00:00");

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Sao_Paulo")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("Africa/Cairo")]
    [InlineData("America/Havana")]
    public void Calendar_EveryHourOfThreeYears_IsInExactlyOneWindow(string zone)
    {
        var from = At("2018-01-01T00:00:00Z");
        foreach (var period in Enum.GetValues<Period>())
        {
            var window = BudgetWindow.Calendar(period, TimeZoneInfo.FindSystemTimeZoneById(zone));
            for (var hour = 0; hour < 24 * 1_096; hour++)
            {
                var now = from.AddMinutes((hour * 60) + 17);
                var (start, end) = (window.Start(now), window.End(now)!.Value);
                if (
                    start > now
                    || end <= now
                    || window.Start(start) != start
                    || window.Start(end) != end
                    || window.Start(end.AddTicks(-1)) != start
                )
                {
                    Assert.Fail($"{window} at {now:u}: {start:u} to {end:u}");
                }
            }
        }
    }

    private static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
