namespace SkRouter.Resilience;

/// <summary>One reading of a deployment's health.</summary>
/// <param name="State">Whether it takes traffic.</param>
/// <param name="Until">When the state may change by itself; null if unknown.</param>
/// <param name="Reason">Why it is in this state.</param>
internal readonly record struct HealthReading(
    DeploymentState State,
    DateTimeOffset? Until,
    string Reason
)
{
    public static HealthReading Healthy { get; } = new(DeploymentState.Available, null, "healthy");

    /// <summary>Share of its traffic that a returning deployment takes, 0 to 1.</summary>
    public double Share { get; init; } = 1;

    public bool TakesTraffic =>
        State is DeploymentState.Available or DeploymentState.Returning or DeploymentState.ProbeDue;
}
