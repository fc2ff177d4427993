namespace SkRouter.Resilience;

/// <summary>A deployment's health at one moment.</summary>
/// <param name="Deployment">Its key.</param>
/// <param name="Model">The model it serves.</param>
/// <param name="State">Whether it takes traffic.</param>
/// <param name="Until">When the state may change by itself; null if that is unknown.</param>
/// <param name="Reason">Why it is in this state.</param>
/// <param name="InFlight">Calls under way.</param>
/// <param name="TypicalLatency">Moving average of the time to first token, or to the answer where it is not streamed; null while unknown.</param>
public sealed record DeploymentStatus(
    string Deployment,
    string Model,
    DeploymentState State,
    DateTimeOffset? Until,
    string Reason,
    int InFlight,
    TimeSpan? TypicalLatency
);
