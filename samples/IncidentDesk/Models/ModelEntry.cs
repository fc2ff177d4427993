namespace IncidentDesk.Models;

/// <summary>A model and its price in USD per million tokens.</summary>
internal sealed record ModelEntry
{
    public required string Id { get; init; }

    public required decimal Input { get; init; }

    public required decimal Output { get; init; }

    public decimal? CacheRead { get; init; }
}
