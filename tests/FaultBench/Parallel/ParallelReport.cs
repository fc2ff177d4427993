namespace SkRouter.FaultBench.Parallel;

/// <summary>What many callers at once came to, and what of it should not be.</summary>
internal sealed record ParallelReport
{
    public required int Callers { get; init; }

    public required double Seconds { get; init; }

    public required long Answers { get; init; }

    /// <summary>Round trips that ended in one of the router's own errors, as where every candidate failed.</summary>
    public required long Errors { get; init; }

    public required long Cancelled { get; init; }

    /// <summary>Live memory after a full collection, in MB, in the order of time.</summary>
    public required IReadOnlyList<double> LiveMegabytes { get; init; }

    /// <summary>False if there were too few answers to tell growth from filling up.</summary>
    public required bool JudgedMemory { get; init; }

    public required IReadOnlyList<string> Wrong { get; init; }
}
