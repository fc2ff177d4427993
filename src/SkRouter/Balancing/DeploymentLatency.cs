namespace SkRouter.Balancing;

/// <summary>How fast one deployment has been lately, streamed and plain apart: one is judged by its first token, the other by its whole answer.</summary>
internal sealed class DeploymentLatency(TimeProvider time)
{
    /// <summary>How soon its streams began.</summary>
    public LatencyTracker Streamed { get; } = new(time);

    /// <summary>How soon its plain answers came.</summary>
    public LatencyTracker Plain { get; } = new(time);

    /// <summary>A moving average in seconds, of streams if there were any; 0 while unknown.</summary>
    public double TypicalSeconds =>
        Streamed.Average is > 0 and var streamed ? streamed : Plain.Average;

    /// <summary>The same, faded since the last call: what a balancer goes by.</summary>
    public double ExpectedSeconds => Streamed.Average > 0 ? Streamed.Faded : Plain.Faded;
}
