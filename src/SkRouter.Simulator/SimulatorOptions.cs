namespace SkRouter.Simulator;

/// <summary>How a simulator runs; what it plays is in its script.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Requests per model that are kept with their bodies.</summary>
    public const int DefaultKeptRequests = 10_000;

    /// <summary>Port on the loopback address; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>All delays and times come from it.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Replaces the script's seed.</summary>
    public int? Seed { get; init; }

    /// <summary>Requests per model that are kept with their bodies; older ones are only counted.</summary>
    public int KeptRequests { get; init; } = DefaultKeptRequests;

    /// <summary>Called when a request has ended.</summary>
    public Action<ReceivedRequest>? OnRequest { get; init; }
}
