namespace SkRouter.Runs;

/// <summary>An agent's part in a run.</summary>
/// <param name="Name">The agent.</param>
/// <param name="Role">Its role; the first one, where it had several.</param>
/// <param name="RoundTrips">How often it asked a model.</param>
/// <param name="CostUsd">What that cost, in USD; null if a price is unknown.</param>
public sealed record RunAgent(string Name, string Role, int RoundTrips, decimal? CostUsd)
{
    /// <summary>The tools that it called, with how often.</summary>
    public required IReadOnlyDictionary<string, int> Tools { get; init; }

    /// <summary>The models that answered it, with how often.</summary>
    public required IReadOnlyDictionary<string, int> Models { get; init; }
}
