using System.Text.Json;

namespace IncidentDesk.Models;

/// <summary>providers.json.</summary>
internal sealed record ProviderList
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public string About { get; init; } = "";

    public required IReadOnlyList<ProviderEntry> Providers { get; init; }

    public required ProviderEntry Simulated { get; init; }

    public static ProviderList Load(string path) =>
        JsonSerializer.Deserialize<ProviderList>(File.ReadAllText(path), Json)
        ?? throw new InvalidDataException($"'{path}' is empty.");
}
