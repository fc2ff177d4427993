using SkRouter.Budgets;

namespace SkRouter.DependencyInjection;

/// <summary>A budget as a configuration section binds it.</summary>
public class BudgetOptions
{
    /// <summary>How much may be spent, in USD. To be set.</summary>
    public decimal? Usd { get; set; }

    /// <summary>The period of the calendar that it is for; null with <see cref="Rolling"/>, or for a budget that never begins anew.</summary>
    public Period? Per { get; set; }

    /// <summary>Time zone of the calendar, e.g. <c>Europe/Berlin</c>; null for UTC.</summary>
    public string? TimeZone { get; set; }

    /// <summary>Counts what was spent in the last so long, instead of a period of the calendar.</summary>
    public TimeSpan? Rolling { get; set; }

    /// <summary>What happens to a round trip that does not fit.</summary>
    public BudgetAction Action { get; set; } = BudgetAction.Refuse;

    /// <summary>Only report what the action would have done.</summary>
    public bool Shadow { get; set; }

    /// <summary>Everything that is wrong.</summary>
    internal List<string> Faults(string place)
    {
        var faults = new List<string>();
        if (Usd is null or < 0)
        {
            faults.Add(
                Usd is null
                    ? $"{place}.Usd is missing: say how much may be spent"
                    : FormattableString.Invariant($"{place}.Usd is {Usd}, but must not be negative")
            );
        }

        if (TimeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            faults.Add(
                $"{place}.TimeZone is '{TimeZone}', but there is no such time zone; one is named like Europe/Berlin"
            );
        }

        if (Rolling is { } rolling && rolling <= TimeSpan.Zero)
        {
            faults.Add($"{place}.Rolling is {rolling}, but must be above zero");
        }

        if (Rolling is not null && Per is not null)
        {
            faults.Add($"{place} has both Per and Rolling: keep one");
        }

        if (TimeZone is not null && Per is null)
        {
            faults.Add($"{place}.TimeZone has no effect without Per: set Per or leave it out");
        }

        return faults;
    }

    internal Budget ToBudget(BudgetScope scope) =>
        new(scope, Usd ?? 0, ToWindow()) { Action = Action, Shadow = Shadow };

    private BudgetWindow ToWindow()
    {
        if (Rolling is { } rolling)
        {
            return BudgetWindow.Rolling(rolling);
        }

        return Per is { } period
            ? BudgetWindow.Calendar(period, TimeZoneInfo.FindSystemTimeZoneById(TimeZone ?? "UTC"))
            : BudgetWindow.Forever;
    }
}
