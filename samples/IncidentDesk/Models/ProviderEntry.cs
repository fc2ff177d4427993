namespace IncidentDesk.Models;

/// <summary>A provider as providers.json lists it: its name among the connectors' known ones, and its model for each tier.</summary>
internal sealed record ProviderEntry
{
    public required string Name { get; init; }

    /// <summary>Where it is, if not at its public address: the simulator, a local Ollama.</summary>
    public Uri? Endpoint { get; init; }

    public required Dictionary<string, ModelEntry> Models { get; init; }
}
