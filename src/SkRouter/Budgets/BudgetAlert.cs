namespace SkRouter.Budgets;

/// <summary>Remembers which share of a limit was already told in a window, and whether a refusal was, so that each is told once.</summary>
/// <param name="Percent">What was told: 0, 80 or 100.</param>
/// <param name="LimitUsd">Of which limit; another limit is told anew.</param>
/// <param name="QuietUntil">Until when.</param>
/// <param name="Refused">Whether it was told that a call did not fit.</param>
internal readonly record struct BudgetAlert(
    int Percent,
    decimal LimitUsd,
    DateTimeOffset QuietUntil,
    bool Refused = false
)
{
    private const int Warning = 80;
    private const int Full = 100;

    /// <param name="budget">The budget.</param>
    /// <param name="spentUsd">What is spent.</param>
    /// <param name="refused">Something did not fit: then it is used up, whatever is left.</param>
    /// <param name="now">The time.</param>
    /// <returns>What to remember, and what to tell if anything.</returns>
    public (BudgetAlert Next, int? Told) Note(
        Budget budget,
        decimal spentUsd,
        bool refused,
        DateTimeOffset now
    )
    {
        var limit = budget.LimitUsd;
        var percent =
            spentUsd <= 0 ? 0
            : spentUsd >= limit ? Full
            : spentUsd * Full >= limit * Warning ? Warning
            : 0;
        var known = LimitUsd == limit && now < QuietUntil ? this : default;
        var tellsRefusal = refused && !known.Refused;
        if (percent <= known.Percent && !tellsRefusal)
        {
            return (this, null);
        }

        var window = budget.Window;
        var until = window.LeavesAt(window.SlotOf(now), now) ?? DateTimeOffset.MaxValue;
        var next = new BudgetAlert(
            Math.Max(percent, known.Percent),
            limit,
            until,
            refused || known.Refused
        );
        return (next, tellsRefusal ? Full : percent);
    }
}
