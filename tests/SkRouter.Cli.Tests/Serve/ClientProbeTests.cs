using System.Net;
using System.Net.Http.Json;

namespace SkRouter.Cli.Tests.Serve;

/// <summary>What clients ask a host beside its API is answered, so that they log no errors and do not try again.</summary>
public sealed class ClientProbeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skrouter");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Probe_OfAKnownClient_IsAnswered()
    {
        using var served = await ServedProcess.StartAsync(
            Path.Combine(_folder.FullName, "skrouter.db")
        );
        using var client = new HttpClient { BaseAddress = served.Address };

        foreach (
            var (method, path) in new[]
            {
                (HttpMethod.Head, "/"),
                (HttpMethod.Get, "/"),
                (HttpMethod.Get, "/api/hello"),
                (HttpMethod.Post, "/api/event_logging/batch"),
                (HttpMethod.Post, "/api/event_logging/v2/batch"),
            }
        )
        {
            using var request = new HttpRequestMessage(method, path);
            if (method == HttpMethod.Post)
            {
                request.Content = JsonContent.Create(new { events = new[] { 1, 2 } });
            }

            using var response = await client.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{method} {path}");
        }
    }
}
