namespace SkRouter.Resilience;

/// <summary>What the failures of a deployment's newest calls are evidence of.</summary>
internal enum CircuitVerdict
{
    /// <summary>Of nothing yet.</summary>
    None,

    /// <summary>That the deployment fails for one caller, who may be the cause.</summary>
    OneCaller,

    /// <summary>That the deployment fails.</summary>
    Everybody,
}
