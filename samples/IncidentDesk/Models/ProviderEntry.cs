namespace IncidentDesk.Models;

/// <summary>A provider as providers.json lists it: where it is, and its model for each tier.</summary>
internal sealed record ProviderEntry
{
    public required string Name { get; init; }

    /// <summary>The environment variable that holds the key; null for the simulator, which needs none.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>The environment variable that can name another endpoint, e.g. a gateway.</summary>
    public string? EndpointVariable { get; init; }

    public Uri? Endpoint { get; init; }

    public required Dictionary<string, ModelEntry> Models { get; init; }
}
