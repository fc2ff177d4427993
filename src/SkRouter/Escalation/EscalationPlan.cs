namespace SkRouter.Escalation;

/// <summary>At which chances of success a run goes on with a stronger model.</summary>
/// <param name="From">The first point at which it may, counted in round trips that came before.</param>
/// <param name="During">Chance below which it does before its end.</param>
/// <param name="AtEnd">Chance below which its result is not good enough.</param>
internal sealed record EscalationPlan(int From, double During, double AtEnd)
{
    internal static readonly EscalationPlan Never = new(int.MaxValue, 0, 0);

    /// <summary>Whether a run goes on with a stronger model before a round trip.</summary>
    internal bool IsDue(int roundTrips, double chance) => roundTrips >= From && chance < During;

    /// <summary>The number of round trips after which a run is given up; null if it is not.</summary>
    /// <param name="chances">Chance of success after each round trip; the last is that of the whole run.</param>
    internal int? SwitchAt(ReadOnlySpan<float> chances)
    {
        for (var before = From; before < chances.Length; before++)
        {
            if (chances[before - 1] < During)
            {
                return before;
            }
        }

        return chances[^1] < AtEnd ? chances.Length : null;
    }
}
