using System.Text.Json;

namespace IncidentDesk.Models;

/// <summary>An Ollama on this machine, with whatever models it has.</summary>
internal static class LocalOllama
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static async Task<ProviderEntry?> FindAsync(Uri root, CancellationToken cancellation)
    {
        try
        {
            using var http = new HttpClient { Timeout = Patience };
            using var answer = JsonDocument.Parse(
                await http.GetStringAsync(new Uri(root, "api/tags"), cancellation)
            );
            var models = answer
                .RootElement.GetProperty("models")
                .EnumerateArray()
                .OrderBy(static model => model.GetProperty("size").GetInt64())
                .Select(static model => model.GetProperty("name").GetString()!)
                .ToList();
            return models.Count == 0 ? null : Provider(root, models);
        }
        catch (Exception exception)
            when (exception
                    is HttpRequestException
                        or JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                || (
                    exception is OperationCanceledException && !cancellation.IsCancellationRequested
                )
            )
        {
            return null;
        }
    }

    // The size of the file is the best that is known of how strong a local model is.
    private static ProviderEntry Provider(Uri root, List<string> bySize) =>
        new()
        {
            Name = "ollama",
            Endpoint = new(root, "v1/"),
            Models = new()
            {
                [Tiers.Fast] = Free(bySize[0]),
                [Tiers.Balanced] = Free(bySize[bySize.Count / 2]),
                [Tiers.Strong] = Free(bySize[^1]),
                [Tiers.Reserve] = Free(bySize[Math.Max(0, bySize.Count - 2)]),
            },
        };

    private static ModelEntry Free(string id) =>
        new()
        {
            Id = id,
            Input = 0,
            Output = 0,
        };
}
