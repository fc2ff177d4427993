namespace SkRouter.DependencyInjection;

/// <summary>What a deployment without a known price leads to. It is never taken to be free.</summary>
public enum MissingPriceAction
{
    /// <summary>The start fails and names the deployment.</summary>
    Fail,

    /// <summary>A warning is logged; the deployment's round trips are counted as unpriced.</summary>
    Warn,
}
