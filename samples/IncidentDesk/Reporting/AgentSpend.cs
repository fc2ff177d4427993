using System.Text.Json.Serialization;

namespace IncidentDesk.Reporting;

/// <summary>What one agent used.</summary>
internal sealed record AgentSpend
{
    public required string Agent { get; init; }

    public required string Role { get; init; }

    public required long RoundTrips { get; init; }

    public required long InputTokens { get; init; }

    public required long OutputTokens { get; init; }

    public required decimal CostUsd { get; init; }

    /// <summary>Round trips by the model that answered them.</summary>
    public required IReadOnlyDictionary<string, long> Models { get; init; }

    [JsonIgnore]
    public long Fallbacks { get; init; }

    [JsonIgnore]
    public decimal BaselineUsd { get; init; }
}
