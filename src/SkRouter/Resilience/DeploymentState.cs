namespace SkRouter.Resilience;

/// <summary>Whether a deployment takes traffic.</summary>
public enum DeploymentState
{
    /// <summary>It does.</summary>
    Available,

    /// <summary>Its circuit closed a moment ago; traffic comes back gradually.</summary>
    Returning,

    /// <summary>Its circuit was open long enough: one call may probe it.</summary>
    ProbeDue,

    /// <summary>It asked to be left alone (429, a rejected key, an unknown model).</summary>
    CoolingDown,

    /// <summary>Its circuit is open after failures.</summary>
    CircuitOpen,

    /// <summary>As many calls as it may take are under way.</summary>
    Busy,

    /// <summary>The app took it out of service.</summary>
    Drained,
}
