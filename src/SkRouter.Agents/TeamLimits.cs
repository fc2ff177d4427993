namespace SkRouter.Agents;

/// <summary>Where a team stops.</summary>
public sealed record TeamLimits
{
    /// <summary>Default of <see cref="Rounds"/>.</summary>
    public const int DefaultRounds = 3;

    /// <summary>Default of <see cref="RoundTrips"/>.</summary>
    public const int DefaultRoundTrips = 16;

    /// <summary>Default of <see cref="Minutes"/>.</summary>
    public const double DefaultMinutes = 15;

    /// <summary>How often work may be handed in for review, the first time included.</summary>
    public int Rounds { get; init; } = DefaultRounds;

    /// <summary>How many round trips one tool loop of a member may take.</summary>
    public int RoundTrips { get; init; } = DefaultRoundTrips;

    /// <summary>How long the whole run may take, in minutes.</summary>
    public double Minutes { get; init; } = DefaultMinutes;

    /// <summary>What it may spend; null if only budgets around it limit that.</summary>
    public TeamBudget? Budget { get; init; }
}
