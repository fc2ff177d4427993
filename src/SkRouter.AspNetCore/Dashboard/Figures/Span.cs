namespace SkRouter.AspNetCore.Dashboard.Figures;

/// <summary>How far back a page looks: <c>1h</c>, <c>24h</c>, <c>7d</c>, <c>30d</c> or <c>all</c>.</summary>
internal sealed record Span(string Name, string Title, TimeSpan? Length)
{
    public static IReadOnlyList<Span> All { get; } =
    [
        new("1h", "last hour", TimeSpan.FromHours(1)),
        new("24h", "last 24 hours", TimeSpan.FromHours(24)),
        new("7d", "last 7 days", TimeSpan.FromDays(7)),
        new("30d", "last 30 days", TimeSpan.FromDays(30)),
        new("all", "all time", null),
    ];

    public static Span Default => All[1];

    public static Span Of(string? name) => All.FirstOrDefault(span => span.Name == name) ?? Default;

    /// <summary>Where it begins: a full hour for all but the shortest, for a week and longer a full day (UTC), because sums of those are at hand.</summary>
    public DateTimeOffset? Since(DateTimeOffset now)
    {
        if (Length is not { } length)
        {
            return null;
        }

        var begin = (now - length).ToUniversalTime();
        var width =
            length <= TimeSpan.FromHours(1) ? 1
            : length < TimeSpan.FromDays(7) ? TimeSpan.TicksPerHour
            : TimeSpan.TicksPerDay;
        return new DateTimeOffset(begin.Ticks - (begin.Ticks % width), TimeSpan.Zero);
    }
}
