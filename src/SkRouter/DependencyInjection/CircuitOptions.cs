namespace SkRouter.DependencyInjection;

/// <summary>When a deployment's circuit opens, and for how long.</summary>
public sealed class CircuitOptions
{
    /// <summary>Opens when more than this share of calls failed, 0 to 1.</summary>
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>Never opens on fewer calls than this.</summary>
    public int MinimumCalls { get; set; } = 5;

    /// <summary>Calls count for this long.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Stays open for this long, then lets one probe through.</summary>
    public TimeSpan BreakFor { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>After it closed, traffic comes back over this time.</summary>
    public TimeSpan ReturnOver { get; set; } = TimeSpan.FromSeconds(10);
}
