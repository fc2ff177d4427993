namespace SkRouter.Resilience;

/// <summary>A deployment's state changed.</summary>
/// <param name="status">The new state.</param>
public sealed class HealthChangedEventArgs(DeploymentStatus status) : EventArgs
{
    /// <summary>The new state.</summary>
    public DeploymentStatus Status => status;
}
