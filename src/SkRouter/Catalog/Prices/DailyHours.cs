namespace SkRouter.Catalog.Prices;

/// <summary>A part of every day, in UTC. It may run over midnight; it starts with <paramref name="From"/> and ends before <paramref name="To"/>.</summary>
internal readonly record struct DailyHours(TimeOnly From, TimeOnly To)
{
    public bool Contains(DateTimeOffset when) =>
        TimeOnly.FromTimeSpan(when.UtcDateTime.TimeOfDay).IsBetween(From, To);
}
