namespace SkRouter.FaultBench.Running;

/// <summary>What one fault came to in one mode.</summary>
internal sealed record FaultRow
{
    public required string Fault { get; init; }

    public required IReadOnlyList<string> Modes { get; init; }

    public required string Verdict { get; init; }

    public required int PrimaryRequests { get; init; }

    public required int FallbackRequests { get; init; }

    /// <summary>How long the caller waited, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>The model and the usage that the answer names.</summary>
    public required string Served { get; init; }

    /// <summary>What was wrong; empty if nothing was.</summary>
    public required IReadOnlyList<string> Wrong { get; init; }
}
