namespace SkRouter.Catalog.Prices;

/// <summary>Rates, and from which day (UTC) on or in which hours they hold; without either, always.</summary>
internal sealed record PricePeriod(RateCard Rates, DateOnly? From = null, DailyHours? Hours = null)
{
    public bool Holds(DateTimeOffset when) =>
        (From is not { } day || DateOnly.FromDateTime(when.UtcDateTime) >= day)
        && (Hours is not { } hours || hours.Contains(when));
}
