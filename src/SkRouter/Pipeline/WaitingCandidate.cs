using SkRouter.Catalog;

namespace SkRouter.Pipeline;

/// <summary>A deployment that a round trip may come back to, and how often it has failed in it.</summary>
internal sealed class WaitingCandidate(Deployment deployment)
{
    public Deployment Deployment { get; } = deployment;

    /// <summary>Failures that may pass by themselves.</summary>
    public int Failures { get; set; }

    /// <summary>Times that it asked to be left alone for a while.</summary>
    public int RateLimits { get; set; }

    /// <summary>It is not asked again before this time.</summary>
    public DateTimeOffset NotBefore { get; set; }
}
